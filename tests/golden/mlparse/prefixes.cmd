# unique prefixes of long options, values behind blanks, options behind files
mlparse --qui --col 'id=.id' here/prefixes.in --max-b 3; mlparse --max=3; mlparse -qc id=.id -- here/prefixes.in
