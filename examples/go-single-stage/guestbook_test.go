package main

import "testing"

func TestLatestComesFirst(t *testing.T) {
	book := &guestbook{limit: 2}
	for _, text := range []string{"one", " ", "two", "three"} {
		book.add(text)
	}
	got := book.latest()
	if len(got) != 2 || got[0] != "three" || got[1] != "two" {
		t.Fatalf("latest() = %q", got)
	}
}
