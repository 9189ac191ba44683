/// A value one of which is never stated, so that it can stand for an unknown one.
@usableFromInline
package protocol Absentable: Equatable {
  /// What stands for an unknown value.
  static var absent: Self { get }
}

extension Int64: Absentable {
  @inlinable package static var absent: Int64 { .min }
}

extension Int32: Absentable {
  @inlinable package static var absent: Int32 { .min }
}

extension Instant: Absentable {
  @inlinable package static var absent: Instant { Instant(microseconds: .min) }
}

/// A value that may be unknown: optional outside, as large as the value itself inside.
@frozen @propertyWrapper @usableFromInline
package struct Sentinel<Value: Absentable & BitwiseCopyable & Hashable & Sendable>:
  Hashable, BitwiseCopyable, Sendable
{
  @usableFromInline var stored: Value

  /// The value; nil if it is unknown.
  @inlinable package var wrappedValue: Value? {
    get { stored == .absent ? nil : stored }
    set { stored = newValue ?? .absent }
  }

  @inlinable package init(wrappedValue: Value?) { stored = wrappedValue ?? .absent }
}
