/// A text that repeats (queue, agent, reason, value…) as a number.
///
/// Symbols are numbered in the order of their texts' UTF-8 bytes before analysis begins, so that
/// comparing symbols is comparing texts; `Words` knows the texts. While records are assembled they
/// are numbered as they come (`WordBook`), and the numbers are exchanged once.
@frozen
@usableFromInline
package struct Symbol: Hashable, Comparable, BitwiseCopyable, Sendable {
  /// The number; 0 is no text at all.
  @usableFromInline package var number: UInt32

  /// The symbol of a number.
  @inlinable package init(_ number: UInt32) { self.number = number }

  /// No text: the number 0, which sorts before every text.
  @inlinable package static var none: Symbol { Symbol(0) }

  /// Whether there is no text.
  @inlinable package var isNone: Bool { number == 0 }

  /// This symbol, or another where it is none.
  @inlinable package func or(_ other: Symbol) -> Symbol { isNone ? other : self }

  /// This symbol; nil where it is none.
  @inlinable package var known: Symbol? { isNone ? nil : self }

  /// Whether both are the same text.
  @inlinable
  package static func == (left: Symbol, right: Symbol) -> Bool { left.number == right.number }

  /// Orders as the texts are ordered; no text first.
  @inlinable
  package static func < (left: Symbol, right: Symbol) -> Bool { left.number < right.number }
}
