package main

import (
	"fmt"
	"log"
	"net/http"

	"example.org/ping/internal/pings"
)

func main() {
	http.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "ok") })
	http.HandleFunc("/pong", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "pong", pings.Next()) })
	log.Fatal(http.ListenAndServe(":8083", nil))
}
