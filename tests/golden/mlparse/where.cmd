mlparse -v -c 'auto region=.region' --where 'status!=200' --where 'region~^e'
