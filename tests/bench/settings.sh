#!/bin/sh
# settings.sh - what run.sh and count.sh ask of the programs; to be sourced.
columns='ts=.timestamp model=.model.name pred=.output.prediction label=.label
	score=.output.probabilities[1] latency_ms=.latency_ms'
windows='n,accuracy,mean(score),p50(latency_ms),p99(latency_ms)'
# shellcheck disable=SC2089
pattern='^\S+ - - \[(?<ts>[^]]+)\] "\S+ /v1/models/(?<model>[^/]+)/[^"]*" (?<status>\d+) \d+ "-" "[^"]*" (?<latency_s>[\d.]+) req=\S+ pred=(?<pred>\d) score=(?<score>[\d.]+)'
# shellcheck disable=SC2090
export columns pattern windows
