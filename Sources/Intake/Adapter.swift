internal import JourneyModel
internal import RecordFormats

/// One source system's export, as an adapter file describes it.
package struct Adapter: Sendable {
  /// The name used in configuration: `amazon-connect`.
  package let id: String
  /// The system it speaks for; several adapters may share one.
  package let system: String
  /// The name shown to people.
  package let title: String
  /// What export this is and how a user obtains it.
  package let about: String
  /// The file it was read from, as named.
  package let file: String
  /// The adapter file, verbatim.
  package let text: String
  /// The id of the bundled adapter it extends, if it does, and the file of that.
  var base: String?
  var baseText = ""
  /// Whether it came with the program.
  package internal(set) var isBundled = false
  /// Whether it took the place of one that came with the program.
  package internal(set) var isReplacement = false
  /// What a user may set per input.
  package let parameters: [AdapterParameter]
  /// What was read from the file.
  private(set) var definition: AdapterDefinition
  /// The file's own tests.
  let tests: [AdapterTest]

  /// The kind of record it reads.
  package var entity: String { definition.record.entity }

  /// The form of its files in a few words.
  package var form: String {
    switch definition.reads {
    case .csv: "CSV"
    case .json(let form) where form.members.isEmpty: "JSON objects"
    case .json(let form):
      "JSON objects, alone or under '\(form.members.joined(separator: "', '"))'"
    }
  }

  /// The columns or keys by which its files are recognised, parameters at their defaults.
  package var recognisedBy: [String] { recognisedNames(with: [:]) }

  /// The tables an input may give.
  package var tables: [String] { definition.tables.map(\.name) }

  /// Whether rules for reasons and the lexicon have anything to do with its records: lists of
  /// customers say nothing about why anybody came.
  var readsReasons: Bool {
    definition.interaction != nil || !definition.hints.isEmpty
  }

  /// Whether an input may configure the zone of local times.
  var mayHaveTimeZone: Bool {
    switch definition.times.zone {
    case .input, .inputElse: true
    case .data, .fixed: false
    }
  }

  /// The same adapter with another definition.
  func replacing(_ definition: AdapterDefinition) -> Adapter {
    var adapter = self
    adapter.definition = definition
    return adapter
  }

  /// The encoding its files have unless they are marked otherwise; nil for UTF-8.
  var declaredEncoding: TextEncoding? {
    if case .csv(let form) = definition.reads { form.encoding } else { nil }
  }

  /// The recognised names under an input's parameters; a parameter set to null names nothing.
  func recognisedNames(with parameters: [String: String]) -> [String] {
    definition.recognise.compactMap { entry in
      switch entry {
      case .name(let name): name
      case .parameter(let name): value(ofParameter: name, in: parameters)
      }
    }
  }

  /// A parameter's value: the input's, else the default; `null` and nothing mean none.
  func value(ofParameter name: String, in values: [String: String]) -> String? {
    let text = values[name] ?? parameters.first { $0.name == name }?.defaultValue
    guard let text, !text.isEmpty, text != "null", text != "~" else { return nil }
    return text
  }
}

/// A name a user may set per input.
package struct AdapterParameter: Equatable, Sendable {
  /// Without the `$` that expressions write before it.
  package let name: String
  /// The value without a setting; nil if statements that need it are then not made.
  package let defaultValue: String?
  /// What it is for; empty if the file does not say.
  package var about = ""
}
