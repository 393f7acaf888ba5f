package claims

var errors = Chapter{
	Name:     "errors",
	Folder:   "beyond/errors",
	Sections: []string{"socket"},
	Title:    "Errors: every call in every state",
	TitleZH:  "错误：每个状态下的每个调用",
	Claims: []Claim{
		{
			ID:      "errors.socket",
			Says:    "A family, type or protocol that there is not is refused at once, and so is an address of another family.",
			SaysZH:  "系统没有的地址族、类型或协议，会被当场拒绝；别的地址族的地址也是一样。",
			Verdict: Holds,
			Level:   Shall,
			Clauses: []Clause{
				posix("socket", "[EAFNOSUPPORT] is the error for a family, [EPROTONOSUPPORT] for a protocol, and [EPROTOTYPE] for a type that the protocol does not have."),
				posix("bind", "[EAFNOSUPPORT] is the error for an address that is not of the socket's family; connect() has the same."),
			},
			Notes: []Note{
				{"Linux", "A type that it does not know is EINVAL; one that the family lacks is ESOCKTNOSUPPORT, which POSIX does not have; a protocol of another type is EPROTONOSUPPORT."},
			},
		},
	},
}
