package claims

import "slices"

// What passes on the wire is a file of its own: it has a list of sections and one of
// claims, which go behind these.
var options = Chapter{
	Name:     "options",
	Folder:   "beyond/options",
	Sections: slices.Concat(optionWireSections),
	Title:    "Options: who has them, and what they make wait",
	TitleZH:  "套接字选项：属于谁，让谁等待",
	Claims:   slices.Concat(optionWireClaims),
}
