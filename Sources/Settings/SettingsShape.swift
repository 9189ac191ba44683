internal import Synchronization

/// What a reader asks of a mapping: its keys and which forms their values may have.
///
/// A reader that is given `YAMLNode(shape:)` reads nothing and writes down what it asked for, so
/// that a schema and a page of all keys come from the reader itself and cannot differ from it.
package final class SettingsShape: Sendable {
  /// A form that a value may have.
  package enum Form: Equatable, Sendable {
    case text
    case words([String])
    case integer(ClosedRange<Int64>)
    case duration(ClosedRange<Int64>)
    case size(ClosedRange<Int64>)
    case share
    /// A decimal number.
    case decimal
    /// An amount for a time.
    case rate
    case boolean
    /// A mapping whose keys the user chooses.
    case freeMapping
  }

  private struct State {
    var forms: [Form] = []
    var isMapping = false
    var keys: [(name: String, shape: SettingsShape)] = []
    var required: Set<String> = []
    var item: SettingsShape?
  }

  private let state = Mutex(State())

  /// A shape that nothing is known of.
  package init() {}

  /// The forms a single value may have.
  package var forms: [Form] { state.withLock { $0.forms } }
  /// The keys in the order they were asked for; nil if it is no mapping.
  package var keys: [(name: String, shape: SettingsShape)]? {
    state.withLock { $0.isMapping ? $0.keys : nil }
  }
  /// The keys that must be there.
  package var required: Set<String> { state.withLock { $0.required } }
  /// The shape of the values of a list; nil if it is none.
  package var item: SettingsShape? { state.withLock { $0.item } }

  /// Notes a form.
  package func add(_ form: Form) {
    state.withLock { if !$0.forms.contains(form) { $0.forms.append(form) } }
  }

  func setMapping() { state.withLock { $0.isMapping = true } }

  func require(_ name: String) { state.withLock { _ = $0.required.insert(name) } }

  /// The shape of a key, which is asked for.
  func key(_ name: String) -> SettingsShape {
    state.withLock { state in
      if let known = state.keys.first(where: { $0.name == name }) { return known.shape }
      let shape = SettingsShape()
      state.keys.append((name, shape))
      return shape
    }
  }

  /// The shape of the values of a list.
  func ofItems() -> SettingsShape {
    state.withLock { state in
      let item = state.item ?? SettingsShape()
      state.item = item
      return item
    }
  }
}

extension YAMLNode {
  /// A value that only writes down what is asked of it.
  package init(shape: SettingsShape) {
    self.init(
      content: .shape(shape), source: SourceText(text: "", file: ""), line: 0, column: 0)
  }

  /// Where it is written down what is asked of the value; nil for every value of a file.
  package var shape: SettingsShape? {
    if case .shape(let shape) = content { shape } else { nil }
  }
}
