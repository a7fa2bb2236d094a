mlparse -q --time-format='%d.%m.%Y %H:%M:%S' -z Europe/Berlin -c 'ts=.ts'
# status: 3
