/**
 * The shapes that the phone keeps and sends. Types only: nothing here runs.
 *
 * @typedef {"here" | "late" | "not_here" | "unmarked"} Seen
 * @typedef {"mark.set" | "register.finish" | "register.cancel" | "register.reopen" | "form.save"} OpKind
 * @typedef {"open" | "finished" | "cancelled"} RegisterState
 *
 * @typedef {object} MarkBody  What was seen of one pupil. Times are "HH:MM".
 * @property {Seen} seen
 * @property {string | null} arrived
 * @property {string | null} left
 * @property {string} heard
 * @property {string} action
 * @property {string} reason
 * @property {true} [added]  The pupil was not expected in this session.
 *
 * @typedef {{unmarked: string[]}} FinishBody
 * @typedef {{reason: string}} ReasonBody
 *
 * @typedef {string | string[] | Record<string, string | string[]>[]} Typed  An answer as it is typed:
 *   a text, texts where several choices may be ticked, or the cells of each row of a table.
 * @typedef {{typed: Typed}} AnswerBody
 *
 * @typedef {object} Op  One operation, exactly as it is sent.
 * @property {string} op_id
 * @property {number} seq
 * @property {string | null} prev
 * @property {OpKind} kind
 * @property {1} schema
 * @property {string} entity  "<session>/<placement>", "<session>", or "<form>/<question>"
 * @property {number | null} base_version  What its maker had seen (optimistic concurrency).
 * @property {string} captured_at
 * @property {number | null} actor
 * @property {string | null} roster_version
 * @property {string | null} [epoch]  The server's, to which base_version belongs.
 * @property {MarkBody | FinishBody | ReasonBody | AnswerBody} body
 *
 * @typedef {Omit<Op, "seq">} UnsentOp  The database gives `seq` when the operation is stored.
 *
 * @typedef {object} OutboxRow  An operation that waits. `clock_offset` stays on the phone.
 * @property {number} seq
 * @property {UnsentOp} op
 * @property {number} clock_offset
 *
 * @typedef {object} NewOp  What a screen asks to be recorded.
 * @property {OpKind} kind
 * @property {string} entity
 * @property {MarkBody | FinishBody | ReasonBody | AnswerBody} body
 * @property {number | null} actor
 * @property {string} by  The name of the actor, for this phone's own screen.
 * @property {number} [seen_version]  The newest version that was on the screen.
 * @property {string | null} [seen_op]  For an answer: this phone's newest that was on the screen.
 * @property {string} [label]  For an answer: what the question is called.
 *
 * @typedef {object} StandingMark  A mark that stands on the server.
 * @property {string} op_id
 * @property {Seen} seen
 * @property {string | null} arrived
 * @property {string | null} left
 * @property {string} heard
 * @property {string} action
 * @property {string} at
 * @property {string} by
 * @property {boolean} [here_device]
 * @property {string | null} [device]
 *
 * @typedef {object} OwnMark  The newest mark made on this phone.
 * @property {string} op_id
 * @property {MarkBody} body
 * @property {string} at
 * @property {string} by
 * @property {"waiting" | "sent" | "refused"} status
 * @property {number} version  The server's version of it; 0 until it is sent.
 * @property {number} seen_version  The newest version that its maker has had on the screen.
 *
 * @typedef {object} MarkRow
 * @property {string} entity
 * @property {OwnMark | null} mine
 * @property {{version: number, standing: StandingMark[], coded: boolean} | null} server
 * @property {string} touched_at
 *
 * @typedef {object} RegisterSign  That a register is finished, cancelled or open, and by whom.
 * @property {RegisterState} state
 * @property {string} at
 * @property {string} by
 * @property {string} reason
 *
 * @typedef {object} RegisterRow
 * @property {string} entity
 * @property {(RegisterSign & {op_id: string, status: "waiting" | "refused"}) | null} mine
 * @property {RegisterSign | null} server
 * @property {string} touched_at
 *
 * @typedef {object} Pupil
 * @property {string} placement
 * @property {string} name
 * @property {boolean} [ended]
 *
 * @typedef {object} SchoolSession
 * @property {string} id
 * @property {string} opens
 * @property {string} closes
 * @property {string} [marked_from]  On its own day; older servers do not tell it.
 * @property {string[]} expected
 * @property {Record<string, string>} [other_half]
 *
 * @typedef {object} Roster
 * @property {"roster"} type
 * @property {string} version
 * @property {string} today
 * @property {string} now_due
 * @property {string} [notice]
 * @property {{name: string}} provider
 * @property {Pupil[]} pupils
 * @property {SchoolSession[]} sessions
 * @property {string} [received_at]  Added by the phone.
 *
 * @typedef {object} MarkChange
 * @property {"mark"} type
 * @property {string} session
 * @property {string} placement
 * @property {number} version
 * @property {StandingMark[]} standing
 * @property {boolean} coded
 *
 * @typedef {object} RegisterChange
 * @property {"register"} type
 * @property {string} session
 * @property {RegisterState} state
 * @property {string} at
 * @property {string} by
 * @property {string} reason
 *
 * @typedef {object} ToldAnswer  An answer as the server tells it.
 * @property {Typed} typed
 * @property {string} words
 * @property {string} at
 * @property {string} by
 *
 * @typedef {ToldAnswer & {key: string, version: number, standing?: ToldAnswer[]}} ChangedAnswer
 *
 * @typedef {object} HeldPaper  A document of the provider that the server holds.
 * @property {string} id
 * @property {string} name
 * @property {string | null} expires_on
 *
 * @typedef {object} FormHead  What is known of a form besides its answers.
 * @property {{url: string, sha256: string}} form  Where its blank form is fetched.
 * @property {string[] | null} open  The questions that may be answered now; null for all.
 * @property {string} page  The ordinary page, from which the whole form is sent.
 * @property {string[]} questions  What the council asks about the answers.
 * @property {{key: string, title: string, state: string}[]} sections
 * @property {Record<string, HeldPaper[]>} held  by kind of document
 *
 * @typedef {{type: "form", document: string, title: string, closed: true}} ClosedForm
 * @typedef {FormHead & {type: "form", document: string, title: string, closed: false,
 *   answers: ChangedAnswer[]}} OpenForm
 *
 * @typedef {object} OwnAnswer  The newest answer to a question that was given on this phone.
 * @property {string} op_id
 * @property {Typed} typed
 * @property {string} at
 * @property {string} by
 * @property {"waiting" | "sent" | "refused"} status
 * @property {number} version  The server's version of it; 0 until it is sent.
 * @property {number} seen_version  The newest version that its maker has had on the screen.
 * @property {{field: string, message: string}[]} errors
 *
 * @typedef {object} AnswerRow
 * @property {string} label
 * @property {OwnAnswer | null} mine
 * @property {string} [last_op]  The newest operation of this phone, also after the server has told it.
 * @property {(ToldAnswer & {version: number, standing?: ToldAnswer[]}) | null} server
 *
 * @typedef {object} DraftRow  A form with its answers; the phone keeps it until the form is closed.
 * @property {string} id
 * @property {string} title
 * @property {boolean} closed
 * @property {FormHead | null} head
 * @property {Record<string, AnswerRow>} answers  by question
 * @property {string} touched_at
 *
 * @typedef {object} PaperDetails  What stands on a document. Days are "2026-11-24"; cover as typed.
 * @property {string | null} issued_on
 * @property {string | null} expires_on
 * @property {string | null} cover_pence
 * @property {string} insurer
 * @property {string} policy_number
 * @property {boolean | null} excludes_abuse
 *
 * @typedef {object} FileRow  A document that waits to be sent, or that the server refused.
 * @property {string} id  Also the number of the document that is made of it.
 * @property {string} form
 * @property {string} question
 * @property {string} kind  of document
 * @property {PaperDetails} details
 * @property {string} name
 * @property {string} sha256
 * @property {Blob} blob
 * @property {number} received
 * @property {number | null} actor
 * @property {string} at
 * @property {"waiting" | "refused"} status
 * @property {{field: string, message: string}[]} errors
 *
 * @typedef {Roster | MarkChange | RegisterChange | ClosedForm | OpenForm} Change
 *
 * @typedef {object} OpResult
 * @property {string} op_id
 * @property {"applied" | "duplicate" | "conflict" | "late" | "rejected" | "retry"} status
 * @property {number | null} [version]
 * @property {{field: string, message: string}[]} [errors]
 *
 * @typedef {object} Answer  The server's answer to a batch.
 * @property {1} proto
 * @property {string} batch_id
 * @property {string} server_time
 * @property {string} server_epoch
 * @property {OpResult[]} results
 * @property {Change[]} changes
 * @property {string | number | null} cursor
 * @property {number} [most_receipts]  How many receipts it takes at once.
 * @property {string[]} [unknown]  Receipts that a restored server no longer holds.
 *
 * @typedef {object} Batch
 * @property {1} proto
 * @property {string} batch_id
 * @property {string} device_id
 * @property {string} app
 * @property {string} sent_at
 * @property {string | null} epoch  Of which epoch of the server the cursor and the versions are.
 * @property {string | number | null} cursor
 * @property {string | null} roster_version
 * @property {string[]} [receipts]
 * @property {Op[]} ops
 *
 * @typedef {object} Reply  What came back over the network, before it is believed.
 * @property {number} status
 * @property {string} type  The content type.
 * @property {string} text
 * @property {string | null} portal_auth
 * @property {string | null} retry_after
 * @property {boolean} redirected
 *
 * @typedef {object} Receipt  Something the server confirmed, kept for 30 days in case it loses it.
 * @property {string} op_id
 * @property {number} seq
 * @property {number | null} version
 * @property {string} at
 * @property {Op} op
 *
 * @typedef {object} Attention  Something that a person should look at. Only a person puts it away.
 * @property {string} id
 * @property {"two_marks" | "two_answers" | "rejected" | "too_big" | "late" | "note"} kind
 * @property {string} entity
 * @property {string} at
 * @property {Op | null} op
 * @property {{field: string, message: string}[]} errors
 * @property {boolean} settled
 *
 * @typedef {{id: number, name: string, position: string, may_choose?: boolean,
 *   may_take?: boolean, may_answer?: boolean, signed_out?: boolean}} Person  `may_choose`: between two
 *   different marks. `may_take`: registers. `may_answer`: the provider's forms.
 *
 * @typedef {object} Device  This phone, as it was set up.
 * @property {string} device_id
 * @property {string} name
 * @property {{id: number, name: string}} provider
 * @property {Person[]} people
 * @property {number | null} actor  Who is marking now.
 * @property {string} set_up_at
 * @property {string} renewed_at
 * @property {string | null} expires_on
 *
 * @typedef {object} Contact  What the phone knows of the server.
 * @property {string | number | null} cursor
 * @property {string | null} server_epoch
 * @property {boolean} reoffer  Whether receipts are still to be offered again after a restore.
 * @property {string | null} [offered_up_to]  The last receipt that was.
 * @property {number} [most_receipts]
 * @property {number} clock_offset  Server time minus phone time, in milliseconds.
 * @property {string | null} last_answer_at
 * @property {"device-revoked" | "device-unknown" | "expired" | null} paused
 *
 * @typedef {object} Transaction  One step over several stores: all of it is kept, or none.
 * @property {(store: string, key: string | number) => Promise<any>} get
 * @property {(store: string, from?: string, to?: string, limit?: number) => Promise<any[]>} list
 * @property {(store: string) => Promise<number>} count
 * @property {(store: string, row: object, key?: string) => void} put
 * @property {(store: string, key: string | number) => void} remove
 * @property {(store: string) => void} clear
 *
 * @typedef {object} Store
 * @property {<T>(names: string[], mode: "readonly" | "readwrite", work: (tx: Transaction) => Promise<T>) => Promise<T>} run
 */

export {};
