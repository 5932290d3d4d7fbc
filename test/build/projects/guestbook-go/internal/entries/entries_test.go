package entries

import "testing"

func TestAll(t *testing.T) {
	if len(All()) == 0 {
		t.Fatal("no entries")
	}
}
