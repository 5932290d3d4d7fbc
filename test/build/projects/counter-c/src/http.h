#ifndef HTTP_H
#define HTTP_H

/* Writes the answer to a path into `body`, and returns the status. */
typedef int (*handler)(const char *path, char *body, unsigned long size);

/* Serves until it fails. */
int serve(unsigned short port, handler answer);

#endif
