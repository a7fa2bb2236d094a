# times without a year; what --time-format tells is known when columns are guessed
mlparse --time-format='%m-%d %H:%M:%S' --year=2024
mlparse --time-format='%m-%d %H:%M:%S' < /dev/null
mlparse --time-format='%H:%Q' < /dev/null
mlparse --year=2024 < /dev/null
# status: 2
