// The guestbook: visitors leave a line, everybody reads the last ones.
package main

import (
	"html/template"
	"log"
	"net/http"
)

func main() {
	pages := template.Must(template.ParseGlob("templates/*.html"))
	book := &guestbook{limit: 50}

	http.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		if err := pages.ExecuteTemplate(w, "index.html", book.latest()); err != nil {
			log.Print(err)
		}
	})
	http.HandleFunc("POST /entries", func(w http.ResponseWriter, r *http.Request) {
		book.add(r.FormValue("text"))
		http.Redirect(w, r, "/", http.StatusSeeOther)
	})
	http.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	})

	log.Fatal(http.ListenAndServe(":8081", nil))
}
