mlparse --explain
