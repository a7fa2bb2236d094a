/* The views, in the order of help.  One line here and one file view_<name>.c make one. */
VIEW(report)
VIEW(confusion)
VIEW(thresholds)
VIEW(calibration)
