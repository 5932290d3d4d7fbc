#include "http.h"

#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int serve(unsigned short port, handler answer)
{
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    int on = 1;
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port) };

    address.sin_addr.s_addr = htonl(INADDR_ANY);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 16) != 0) {
        perror("listen");
        return 1;
    }
    for (;;) {
        char request[4096], path[1024], body[1024], head[256];
        int client = accept(listener, NULL, NULL);
        ssize_t length = client < 0 ? -1 : read(client, request, sizeof request - 1);

        if (length > 0) {
            request[length] = '\0';
            if (sscanf(request, "%*s %1023s", path) == 1) {
                int status = answer(path, body, sizeof body);
                int size = snprintf(head, sizeof head,
                                    "HTTP/1.1 %d -\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n"
                                    "Connection: close\r\n\r\n", status, strlen(body));
                if (write(client, head, (size_t)size) < 0 || write(client, body, strlen(body)) < 0)
                    perror("write");
            }
        }
        if (client >= 0)
            close(client);
    }
}
