/// A hash of settings to which every stored field contributes by itself.
///
/// A forgotten field would let something stale pass for current: a release, or an input that should
/// be read again. So nobody lists fields: values are taken apart as they are stored.
///
/// ```
/// struct       every field, by name, in the order of declaration
/// enumeration  the case by name, and what it carries
/// array        how many, then each · dictionary and set: the same in an order of their own
/// number, text, truth value, hash        as they are
/// ```
///
/// A type that stores what only follows from its meaning says by `MarkedAs` what that is. Meant for
/// settings: taking values apart is a thousand times slower than reading a field.
package struct SettingsMark {
  private var hasher: StableHasher

  /// A mark of nothing yet, in one domain.
  package init(domain: StaticString) { hasher = StableHasher(domain: domain) }

  /// The mark of settings.
  package static func of(_ settings: Any, domain: StaticString) -> StableHash128 {
    var mark = SettingsMark(domain: domain)
    mark.add(settings)
    return mark.finalize()
  }

  /// The mark of all that was added.
  package consuming func finalize() -> StableHash128 { hasher.finalize() }

  /// Adds a value and everything it stores.
  ///
  /// - Precondition: nothing in it is a function, a pointer or an object.
  package mutating func add(_ value: Any) {
    let mirror = Mirror(reflecting: value)
    // A cast looks into optionals, and nothing would pass for 0 or for an empty text.
    if mirror.displayStyle == .optional { return addElements(of: mirror) }
    switch value {
    case let value as any MarkedAs: add(value.markedAs)
    case let value as String: hasher.combine(value)
    case let value as Bool: hasher.combine(UInt64(value ? 1 : 0))
    case let value as any FixedWidthInteger: hasher.combine(UInt64(truncatingIfNeeded: value))
    case let value as any RawRepresentable: add(raw: value)
    default: addParts(of: value, mirror)
    }
  }

  private mutating func add<Value: RawRepresentable>(raw value: Value) { add(value.rawValue) }

  private mutating func addParts(of value: Any, _ mirror: Mirror) {
    switch mirror.displayStyle {
    // A case that carries nothing has no parts, and its description is its name.
    case .enum where mirror.children.isEmpty: hasher.combine(String(describing: value))
    case .struct, .tuple, .enum: addChildren(of: mirror)
    case .collection: addElements(of: mirror)
    case .dictionary, .set:
      let marks = mirror.children.map { SettingsMark.of($0.value, domain: "element") }
      hasher.combine(UInt64(marks.count))
      for mark in marks.sorted() { hasher.combine(mark) }
    // A range says its bounds itself and has no style.
    case nil where !mirror.children.isEmpty: addChildren(of: mirror)
    default:
      preconditionFailure(
        "\(type(of: value)) cannot be part of settings: it has no value of its own")
    }
  }

  private mutating func addElements(of mirror: Mirror) {
    hasher.combine(UInt64(mirror.children.count))
    for child in mirror.children { add(child.value) }
  }

  private mutating func addChildren(of mirror: Mirror) {
    for child in mirror.children {
      hasher.combine(child.label ?? "")
      add(child.value)
    }
  }
}

/// A type whose meaning is less than what it stores, such as what was compiled from it.
package protocol MarkedAs {
  /// What it means, with everything that decides.
  var markedAs: Any { get }
}
