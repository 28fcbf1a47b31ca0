"""limits (resource.setrlimit)"""

import resource

soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (soft - 1, hard))
try:
    resource.setrlimit(resource.RLIMIT_CPU, (1000, 1000))
except (OSError, ValueError) as error:
    print(error)
    print("as the table says")
