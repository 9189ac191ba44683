/// One expression of an adapter and where it stands in its scalar.
struct Expression: Sendable {
  let form: ExpressionForm
  /// Characters before it in the scalar's text.
  let offset: Int
  /// The type of its value, found once so that nested expressions are not walked again for it.
  let type: ValueType

  /// An expression whose parts are known.
  init(form: ExpressionForm, offset: Int) {
    self.form = form
    self.offset = offset
    type = form.type
  }
}

/// The forms of expressions.
indirect enum ExpressionForm: Sendable {
  /// A value of the record.
  case path(PathSyntax)
  /// A quoted text, its escapes resolved.
  case text(String)
  /// A number literal, in thousandths.
  case number(Int64)
  /// A function of the closed list.
  case call(ExpressionFunction, [Expression])
  /// Numbers, instants or durations if one side is one, else texts.
  case comparison(Comparison, Expression, Expression)
  /// Whether a value is one of several literals.
  case membership(Expression, [Expression])
  /// Whether a value is there: not missing, null, blank or a null marker.
  case exists(Expression)
  case not(Expression)
  /// The second is computed only where the first holds.
  case and(Expression, Expression)
  /// The second is computed only where the first does not hold.
  case or(Expression, Expression)

  /// The type it gives, which is decided by the types of its parts.
  fileprivate var type: ValueType {
    switch self {
    case .path: .unread
    case .text: .text
    case .number: .number
    case .call(let function, let arguments): function.type(of: arguments.map(\.type))
    case .comparison, .membership, .exists, .not, .and, .or: .truth
    }
  }
}

/// The comparisons, as written.
enum Comparison: String, Sendable, CaseIterable {
  case equal = "=="
  case unequal = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="

  /// Whether it asks for order and not only for equality.
  var needsOrder: Bool { self != .equal && self != .unequal }
}

/// The way to a value: `Queue.Name`, `Attributes["ACD End"]`, `metrics[name == "tAcd"].value`,
/// `sessions[0].mediaType`, `events[author.type == "bot" and public == "true"][-1].at`.
///
/// A path starts at the innermost element of its `each`, or at the element its first name is an
/// alias of, or at the whole record if its first name is `record`; `element` is the innermost
/// element itself. `$name` stands for the path a parameter holds.
struct PathSyntax: Sendable, Equatable {
  /// Where it begins: a parameter's path, or the names that follow.
  var parameter: String?
  /// One step after the other.
  var steps: [PathStep]

  /// The path as written.
  var text: String {
    var text = parameter.map { "$" + $0 } ?? ""
    for step in steps {
      switch step {
      case .name(let name) where PathSyntax.isPlain(name):
        text += text.isEmpty ? name : "." + name
      case .name(let name): text += "[\"\(PathSyntax.escaped(name))\"]"
      case .parameterName(let name): text += "[$\(name)]"
      case .selection(let selection): text += selection.text
      case .index(let index): text += "[\(index)]"
      }
    }
    return text
  }

  /// Whether it names one column of rows, perhaps by its position among those of one name.
  func isColumn(parameters: Int) -> Bool {
    var steps = steps
    if parameters == 0, steps.count == 2, case .index(0...) = steps[1] { steps.removeLast() }
    guard steps.count + parameters == 1 else { return false }
    return switch steps.first {
    case .selection, .index: false
    case .name, .parameterName, nil: true
    }
  }

  /// The parameters it goes through.
  var parameters: [String] {
    (parameter.map { [$0] } ?? [])
      + steps.flatMap { step -> [String] in
        switch step {
        case .parameterName(let name): [name]
        case .selection(let selection):
          selection.tests.compactMap { test in
            if case .parameter(let name) = test.value { name } else { nil }
          }
        case .name, .index: []
        }
      }
  }

  private static let keywords = ["and", "or", "not", "in", "exists", "true", "false", "as"]

  private static func isPlain(_ name: String) -> Bool {
    guard let first = name.utf8.first, first != UInt8(ascii: "-"),
      !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first), !keywords.contains(name)
    else { return false }
    return name.utf8.allSatisfy { ExpressionLexer.isNameByte($0) }
  }

  private static func escaped(_ name: String) -> String {
    name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
  }
}

/// One step of a path.
enum PathStep: Sendable, Equatable {
  /// The value under a key or column.
  case name(String)
  /// The value under the key a parameter holds.
  case parameterName(String)
  /// One of the elements of an array that pass a test.
  case selection(ElementSelection)
  /// The element of an array at a position from 0; -1 is the last one.
  case index(Int32)
}

/// One of the elements of an array that pass all tests: `[type == "x"]`, `[type == "x"][-1]`,
/// `[contains(type, "x")]`.
struct ElementSelection: Sendable, Equatable {
  /// What a value inside an element must be.
  struct Test: Sendable, Equatable {
    /// The keys that lead to the value; none for the element itself.
    var keys: [String]
    /// The text it must have.
    var value: NameDefinition
    /// Whether it need only hold the text.
    var isPart = false
  }

  /// The tests, all of which must hold.
  var tests: [Test]
  /// Which of the elements that pass, from 0; -1 is the last one.
  var position: Int32 = 0

  /// The selection as written.
  var text: String {
    let tests = tests.map { test in
      let keys = test.keys.isEmpty ? "element" : test.keys.joined(separator: ".")
      let value =
        switch test.value {
        case .constant(let text): "\"\(text)\""
        case .parameter(let name): "$\(name)"
        }
      return test.isPart ? "contains(\(keys), \(value))" : "\(keys) == \(value)"
    }
    return "[" + tests.joined(separator: " and ") + "]" + (position == 0 ? "" : "[\(position)]")
  }
}
