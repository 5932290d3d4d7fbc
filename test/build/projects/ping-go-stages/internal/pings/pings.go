// Package pings counts who asked.
package pings

import "sync/atomic"

var count atomic.Int64

// Next is the number of this ping.
func Next() int64 { return count.Add(1) }
