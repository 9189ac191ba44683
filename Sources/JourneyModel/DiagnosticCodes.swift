/// The registry of all codes, by area. The words shown to users live here.
extension DiagnosticCode {
  // Configuration.
  package static let c101 = DiagnosticCode(
    "C101", "The file is not valid YAML.", "Correct the syntax at the marked place.")
  package static let c102 = DiagnosticCode(
    "C102", "A key is not known here.", "Use the suggested key or remove it.")
  package static let c103 = DiagnosticCode(
    "C103", "A value has the wrong form.", "Write it as the message says.")
  package static let c104 = DiagnosticCode(
    "C104", "A required key is missing.", "Add the key.")
  package static let c105 = DiagnosticCode(
    "C105", "A value is outside what is allowed.", "Choose a value in the stated range.")
  package static let c106 = DiagnosticCode(
    "C106", "A name refers to nothing.", "Use one of the names that exist.")
  package static let c107 = DiagnosticCode(
    "C107", "The time zone of the data must be configured.",
    "Set 'timezone' on the input; under --strict the reporting zone is not assumed.")
  package static let c108 = DiagnosticCode(
    "C108", "An environment variable is not set.", "Set it or give a default: ${NAME:-value}.")
  package static let c109 = DiagnosticCode(
    "C109", "A test of reasons or personas fails.", "Correct the rules, or what the test expects.")
  package static let c110 = DiagnosticCode(
    "C110", "Two inputs match one file.", "Narrow the path of one of them.")
  package static let c111 = DiagnosticCode(
    "C111", "An override of identities has no effect.",
    "Correct its identifier or remove it; what one record carries is one customer's.")
  package static let c112 = DiagnosticCode(
    "C112", "A name in costs, calendars or targets occurs in no export.",
    "Write queues, teams and priorities as the datasets have them.")
  // Adapters.
  package static let a101 = DiagnosticCode(
    "A101", "An expression cannot be read.", "Correct it at the marked place.")
  package static let a102 = DiagnosticCode(
    "A102", "An expression has the wrong type.", "Compare and call values of matching types.")
  package static let a103 = DiagnosticCode(
    "A103", "Two adapters recognise one file.", "Name the adapter on the input.")
  package static let a104 = DiagnosticCode(
    "A104", "A word is not in the vocabulary.", "Use one of the listed words.")
  package static let a105 = DiagnosticCode(
    "A105", "An adapter declares something twice or not at all.", "Declare it exactly once.")
  package static let a106 = DiagnosticCode(
    "A106", "A test of an adapter fails.", "Correct the adapter, or what the test expects.")
  package static let a107 = DiagnosticCode(
    "A107", "Keys of records have no line in a table.", "Complete the table; see 'inspect'.")
  package static let a108 = DiagnosticCode(
    "A108", "Words of an export have no line in the adapter's map.",
    "Say what they mean: 'with: {status: {Word: solved}}' on the input.")
  package static let a109 = DiagnosticCode(
    "A109", "No record has a column or key that the adapter names.",
    "Correct the adapter, or leave it if this export has no such column.")
  package static let a110 = DiagnosticCode(
    "A110", "Identifiers of an export cannot be any.",
    "They identify nobody; see which column, and export ids as text.")
  package static let a111 = DiagnosticCode(
    "A111", "An export does not have the number of records that the vendor counts.",
    "Fetch the pages again, all of them; records that were changed meanwhile may move.")
  package static let a112 = DiagnosticCode(
    "A112", "An adapter takes the place of a bundled one.",
    "Give it another name if both are wanted; else see 'adapters show' after each update.")
  package static let a113 = DiagnosticCode(
    "A113", "A record names an interaction that no export has.",
    "Export that system, or the days before, too; or see whether the link names the right one.")
  // Rejections of records.
  package static let i201 = DiagnosticCode(
    "I201", "A quoted field is never closed.", "Close the quote or double the quotes inside it.")
  package static let i202 = DiagnosticCode(
    "I202", "A row has more fields than the header names.",
    "Quote fields that contain the delimiter.")
  package static let i203 = DiagnosticCode(
    "I203", "A row has fewer fields than the header names.",
    "Complete the row; it may be a footer or a broken line.")
  package static let i204 = DiagnosticCode(
    "I204", "Bytes are not valid in the file's encoding.",
    "Export as UTF-8 or set 'encoding' on the input.")
  package static let i205 = DiagnosticCode(
    "I205", "A record is larger than the limit.", "Split it or raise 'limits.record'.")
  package static let i206 = DiagnosticCode(
    "I206", "A record has more fields or elements than the limit.", "Reduce the record.")
  package static let i207 = DiagnosticCode(
    "I207", "A JSON value is nested deeper than the limit.", "Flatten the record.")
  package static let i208 = DiagnosticCode(
    "I208", "The JSON is malformed.", "Correct the record at the stated byte.")
  package static let i209 = DiagnosticCode(
    "I209", "The record's key is missing or empty.", "Every record needs its own id.")
  package static let i210 = DiagnosticCode(
    "I210", "A time stamp cannot be read.", "Check the adapter's 'times' formats.")
  package static let i211 = DiagnosticCode(
    "I211", "A time stamp is impossible or out of range.",
    "Dates before 1990 or after 2200 and days that do not exist are refused.")
  package static let i212 = DiagnosticCode(
    "I212", "A number cannot be read.", "Write whole or decimal numbers.")
  package static let i213 = DiagnosticCode(
    "I213", "A quote stands inside an unquoted field or after a closing quote.",
    "Quote the whole field and double the quotes inside it.")
  package static let i214 = DiagnosticCode(
    "I214", "Nothing in the record can be used.", "It states no interaction, profile or score.")
  package static let i215 = DiagnosticCode(
    "I215", "A score lies outside its scale.", "Check the adapter's scale.")
  package static let i216 = DiagnosticCode(
    "I216", "An id was rounded, so that several would become one.",
    "Export again with ids as text; a spreadsheet made numbers of them.")
  package static let i217 = DiagnosticCode(
    "I217", "The record is in a form that its adapter must not read.",
    "Export it again as the message says.")
  package static let i218 = DiagnosticCode(
    "I218", "A number has a decimal comma.",
    "Set 'decimal: comma' on the input if its numbers are written so.")
  package static let i219 = DiagnosticCode(
    "I219", "A time stamp has names of another language.",
    "Set 'locale' on the input to the language of the export.")
  package static let i220 = DiagnosticCode(
    "I220", "A duration or a number of times is impossible.",
    "See its unit: durations reach 20 years, and one event tells of a million times at most.")
  package static let i221 = DiagnosticCode(
    "I221", "A currency is no code of three letters.",
    "Amounts need codes of ISO 4217, such as EUR.")
  // Problems of whole inputs.
  package static let i301 = DiagnosticCode(
    "I301", "The gzip stream is truncated.",
    "Wait for the transfer to finish or fetch the file again.")
  package static let i302 = DiagnosticCode(
    "I302", "The gzip stream is damaged.", "Fetch the file again.")
  package static let i303 = DiagnosticCode(
    "I303", "Bytes that are not gzip follow the last member.",
    "Fetch the file again or cut it at the stated byte.")
  package static let i304 = DiagnosticCode(
    "I304", "No adapter knows this kind of file.",
    "See 'throughline adapters list' and name one on the input, or draft one with 'throughline "
      + "adapters new FILE'.")
  package static let i305 = DiagnosticCode(
    "I305", "The file is not what its adapter reads.",
    "Required columns or keys are missing; check the input's adapter.")
  package static let i306 = DiagnosticCode(
    "I306", "The file cannot be opened or read.", "Check that it exists and its permissions.")
  package static let i307 = DiagnosticCode(
    "I307", "The input does not exist.", "Check the path.")
  package static let i308 = DiagnosticCode(
    "I308", "The input changed while it was read.",
    "It is left for the next run; write exports elsewhere and rename them into place.")
  package static let i309 = DiagnosticCode(
    "I309", "The input is not a regular file.", "Only regular files are read.")
  package static let i310 = DiagnosticCode(
    "I310", "Too many records of the input were rejected.",
    "See why with 'throughline inspect FILE'; export it again under the same name, or raise "
      + "'tolerance.rejects'.")
  package static let i311 = DiagnosticCode(
    "I311", "The file's header cannot be used.",
    "The header row is malformed or names a wanted column twice.")
  package static let i312 = DiagnosticCode(
    "I312", "The decompressed data is too large, or out of proportion to the file.",
    "Check the file; raise 'limits.ratio' or 'limits.inflated' if it is right.")
  package static let i313 = DiagnosticCode(
    "I313", "Local times of the file lie where clocks are changed.",
    "Set 'clock-changes' on the input to say how they are read.")
  package static let i314 = DiagnosticCode(
    "I314", "The file breaks off inside its JSON.",
    "Wait for the transfer to finish or fetch the file again.")
  package static let i315 = DiagnosticCode(
    "I315", "The last record of an input has no line end, and the file may still be written.",
    "Nothing, if it is; the record is read by the next run after 'settle'.")
  package static let i316 = DiagnosticCode(
    "I316", "An input is held back because an interaction in it is enormous.",
    "Look for an id that many records have in common, such as a default or a placeholder; or allow "
      + "more with --memory and 'throughline accept' the file.")
  package static let i317 = DiagnosticCode(
    "I317", "An input did not deliver what is expected of it.",
    "Ask the system that exports it, bring the file and run again. Dates that never come are "
      + "listed under 'without-dates' of the input, weekdays without exports left out of "
      + "'expect-on'.")
  package static let i318 = DiagnosticCode(
    "I318", "An input has far fewer or far more records than usual.",
    "See whether the export is whole and of one day. The release has what came.")
  // State.
  package static let s301 = DiagnosticCode(
    "S301", "Another run holds the lock.", "Wait for it to end.")
  package static let s302 = DiagnosticCode(
    "S302", "The store is damaged or of another version.",
    "Restore it, or remove it and run over all inputs again.")
  package static let s303 = DiagnosticCode(
    "S303", "An input's settings changed and the file is gone.",
    "Bring the file back, or start a new store.")
  package static let s304 = DiagnosticCode(
    "S304", "The key file can be read by others or is malformed.",
    "Make it 32 bytes with mode 0600.")
  package static let s305 = DiagnosticCode(
    "S305", "The store belongs to another configuration or output.",
    "Name that one, or another store with --store. If they were moved or renamed, give the store "
      + "to the new ones once with --adopt.")
  package static let s306 = DiagnosticCode(
    "S306", "The state has inputs that are not configured any more.",
    "Take their records out with 'throughline inputs drop NAME', or configure the name again.")
  // Publishing.
  package static let p401 = DiagnosticCode(
    "P401", "The output cannot be created.", "Check the path and its permissions.")
  package static let p402 = DiagnosticCode(
    "P402", "Writing failed.", "Check the disk's space and health.")
  package static let p403 = DiagnosticCode(
    "P403", "A written file does not read back as it was written.", "Check the disk's health.")
  package static let p404 = DiagnosticCode(
    "P404", "Files of the published release are missing, or were changed.",
    "Nothing: the next run writes it again from the store. Look for who writes to its folder.")
  // Runs.
  package static let r501 = DiagnosticCode(
    "R501", "The run was interrupted.", "Run the same command again.")
  package static let r502 = DiagnosticCode(
    "R502", "There was nothing to read.", "Name files or configure inputs.")
  package static let r503 = DiagnosticCode(
    "R503", "Throughline contradicts itself.", "This is our bug; please report it.")
  package static let r504 = DiagnosticCode(
    "R504", "The work does not fit into the memory allowed.", "Raise --memory.")
  package static let r505 = DiagnosticCode(
    "R505", "A name or id is not known.", "Check its spelling.")
  package static let r506 = DiagnosticCode(
    "R506", "Every event lies in the future.",
    "Set this machine's clock, or give the instant to publish as of with --as-of.")
  package static let r508 = DiagnosticCode(
    "R508", "No record states an instant.",
    "Look why with 'throughline inspect FILE': files may have nothing but a header, or all records "
      + "may be skipped; or give the instant to publish as of with --as-of.")
  package static let r507 = DiagnosticCode(
    "R507", "Too few files may be open at once.", "Allow the process more: 'ulimit -n'.")
  package static let r509 = DiagnosticCode(
    "R509", "What was to be done beside a run could not be done.",
    "The run itself is as its exit code says; correct the command or the path.")
}

extension DiagnosticCode {
  /// Every code, in order.
  package static let all: [DiagnosticCode] = [
    c101, c102, c103, c104, c105, c106, c107, c108, c109, c110, c111, c112,
    a101, a102, a103, a104, a105, a106, a107, a108, a109, a110, a111, a112, a113,
    i201, i202, i203, i204, i205, i206, i207, i208, i209, i210, i211, i212, i213, i214, i215, i216,
    i217, i218, i219, i220, i221,
    i301, i302, i303, i304, i305, i306, i307, i308, i309, i310, i311, i312, i313, i314,
    i315, i316, i317, i318,
    s301, s302, s303, s304, s305, s306, p401, p402, p403, p404, r501, r502, r503, r504, r505, r506,
    r507, r508, r509,
  ]
}
