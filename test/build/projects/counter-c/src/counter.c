#include "counter.h"

int count_words(const char *text)
{
    int words = 0;
    int inside = 0;

    for (; *text != '\0'; text++) {
        int separator = *text == ' ' || *text == '+' || *text == '/';
        if (!separator && !inside)
            words++;
        inside = !separator;
    }
    return words;
}
