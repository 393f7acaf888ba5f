// Package peers is the chapter on peers that are not there any more.
package peers
