/// What one commit does to the inputs of the state.
package struct StateChange: Sendable {
  /// Inputs that become part of the state.
  package var added = StoredInputs()
  /// Inputs of which something else is known now.
  package var updated: [StoredInput] = []
  /// The numbers of inputs that go, with their records.
  package var removed: Set<UInt32> = []

  /// A change of nothing.
  package init() {}
}
