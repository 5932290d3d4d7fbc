// Checksum answers with the Adler-32 of the path, computed in C.
package main

import (
	"fmt"
	"log"
	"net/http"

	"example.com/checksum/adler"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "%08x\n", adler.Sum(r.URL.Path))
	})
	log.Fatal(http.ListenAndServe(":8082", nil))
}
