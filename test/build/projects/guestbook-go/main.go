// Guestbook shows what visitors wrote.
package main

import (
	"html/template"
	"log"
	"net/http"
	"os"

	"example.com/guestbook/internal/entries"
)

func main() {
	pages := template.Must(template.ParseGlob("templates/*.html"))
	http.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	})
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		if err := pages.ExecuteTemplate(w, "index.html", entries.All()); err != nil {
			log.Print(err)
		}
	})
	http.Handle("/static/", http.StripPrefix("/static/", http.FileServer(http.Dir("static"))))
	port := os.Getenv("PORT")
	if port == "" {
		port = "8081"
	}
	log.Fatal(http.ListenAndServe(":"+port, nil))
}
