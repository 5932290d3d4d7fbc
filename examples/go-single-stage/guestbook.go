package main

import (
	"strings"
	"sync"
)

// guestbook keeps the latest entries in memory.
type guestbook struct {
	mu      sync.Mutex
	limit   int
	entries []string
}

// add puts a text first, and forgets the oldest one past the limit. An empty text is ignored.
func (g *guestbook) add(text string) {
	text = strings.TrimSpace(text)
	if text == "" {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.entries = append([]string{text}, g.entries...)
	if len(g.entries) > g.limit {
		g.entries = g.entries[:g.limit]
	}
}

func (g *guestbook) latest() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return append([]string(nil), g.entries...)
}
