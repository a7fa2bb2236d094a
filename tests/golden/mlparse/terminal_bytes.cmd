# what a terminal would obey is shown, not sent, on standard error
mlparse -c 'id=.id'
# status: 3
