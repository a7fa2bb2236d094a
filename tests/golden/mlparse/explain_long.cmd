# of a long text so much as a table can hold, whole characters
mlparse -q --explain -c 'id=.id prompt=.prompt'
