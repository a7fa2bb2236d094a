# a zone with summer time: the hour that comes twice, and the one that is not
mlparse -z Europe/Berlin -c 'ts=.ts'
