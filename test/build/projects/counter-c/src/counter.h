#ifndef COUNTER_H
#define COUNTER_H

/* The number of words in the text. */
int count_words(const char *text);

#endif
