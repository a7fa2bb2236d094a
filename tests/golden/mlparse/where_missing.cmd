mlparse -q --where 'label!=' -c 'id=.request_id label=.label'
