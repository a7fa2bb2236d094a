mlparse --version | head -n 1; mlparse --help | head -n 3
