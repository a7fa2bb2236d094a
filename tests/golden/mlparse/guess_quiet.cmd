mlparse -q
