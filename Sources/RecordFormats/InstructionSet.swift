internal import CByteScan

/// The vector instructions structural indexes are made with; all give the same answers.
package enum InstructionSet: UInt32, CaseIterable, Sendable {
  /// Plain C: the definition the others are tested against.
  case scalar = 0
  /// 16 bytes at a time, on every x86-64.
  case sse2 = 1
  /// 32 bytes at a time.
  case avx2 = 2
  /// 64 bytes at a time, with VBMI2.
  case avx512 = 3
  /// 16 bytes at a time, on every 64-bit Arm.
  case neon = 4

  /// Those this machine has, slowest first.
  package static let available = allCases.filter { tl_has_instruction_set($0.kernel) != 0 }
  /// The fastest of this machine.
  package static let best = available.last ?? .scalar

  /// The name the kernels know it by.
  var kernel: tl_instruction_set { tl_instruction_set(rawValue) }
}
