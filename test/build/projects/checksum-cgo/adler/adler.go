// Package adler computes Adler-32 in C.
package adler

/*
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static uint32_t adler(const char *text) {
	uint32_t a = 1, b = 0;
	for (size_t i = 0; i < strlen(text); i++) {
		a = (a + (unsigned char)text[i]) % 65521;
		b = (b + a) % 65521;
	}
	return b << 16 | a;
}
*/
import "C"

import "unsafe"

// Sum returns the checksum of the text.
func Sum(text string) uint32 {
	cText := C.CString(text)
	defer C.free(unsafe.Pointer(cText))
	return uint32(C.adler(cText))
}
