#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "counter.h"
#include "http.h"

static void stop(int sign)
{
    (void)sign;
    _exit(0);
}

static int answer(const char *path, char *body, unsigned long size)
{
    if (strcmp(path, "/healthz") == 0) {
        snprintf(body, size, "ok\n");
        return 200;
    }
    snprintf(body, size, "%d words\n", count_words(path));
    return 200;
}

int main(void)
{
    const char *port = getenv("PORT");

    signal(SIGTERM, stop);
    return serve((unsigned short)(port ? atoi(port) : 8084), answer);
}
