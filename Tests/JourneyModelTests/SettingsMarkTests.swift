import JourneyModel
import Testing

/// A mark takes in everything a value stores, and nothing else.
@Suite struct SettingsMarkTests {
  private struct Outer {
    var number: Int64 = 1
    var isOn = false
    var text = ""
    var list: [Inner] = []
    var maybe: UInt8?
    var maybeText: String?
    var names: [String: Int] = [:]
    var kinds: Set<Kind> = []
    var choice = Choice.nothing
    var range: ClosedRange<Int64> = 0...1
    var pair: (first: String, second: String) = ("", "")
    var hash = StableHash128.zero
    var compiled = Compiled(meaning: 1)
  }

  private struct Inner {
    var value: Int32
  }

  private enum Kind: UInt8 {
    case one = 1
    case two
  }

  private enum Choice {
    case nothing
    case other
    case some(Int)
    case both(Int, String)
  }

  private struct Compiled: MarkedAs {
    var meaning: Int
    var derived: @Sendable () -> Int = { 1 }
    var markedAs: Any { meaning }
  }

  private func mark(_ change: (inout Outer) -> Void) -> StableHash128 {
    var value = Outer()
    change(&value)
    return SettingsMark.of(value, domain: "test")
  }

  @Test func `every change is another mark`() {
    let changes: [(inout Outer) -> Void] = [
      { _ in }, { $0.number = 2 }, { $0.number = -1 }, { $0.isOn = true }, { $0.text = "a" },
      { $0.list = [Inner(value: 1)] }, { $0.list = [Inner(value: 1), Inner(value: 0)] },
      { $0.list = [Inner(value: 0), Inner(value: 1)] }, { $0.maybe = 0 }, { $0.maybe = 1 },
      { $0.maybeText = "" },
      { $0.names = ["a": 1] }, { $0.names = ["a": 2] }, { $0.names = ["b": 1] },
      { $0.names = ["a": 1, "b": 1] }, { $0.kinds = [.one] }, { $0.kinds = [.one, .two] },
      { $0.choice = .other }, { $0.choice = .some(0) }, { $0.choice = .some(1) },
      { $0.choice = .both(1, "a") }, { $0.choice = .both(1, "b") }, { $0.range = 0...2 },
      { $0.range = 1...1 }, { $0.pair = ("a", "") }, { $0.pair = ("", "a") },
      { $0.hash = StableHash128(high: 0, low: 1) }, { $0.compiled = Compiled(meaning: 2) },
    ]
    #expect(Set(changes.map(mark)).count == changes.count)
  }

  @Test func `what a type does not mean and how a dictionary lies do not matter`() {
    #expect(mark { $0.compiled = Compiled(meaning: 1) { 2 } } == mark { _ in })
    let names = (0..<100).map { (String($0), $0) }
    let forward = mark { $0.names = Dictionary(uniqueKeysWithValues: names) }
    let backward = mark { outer in
      outer.names.reserveCapacity(5000)
      for (name, number) in names.reversed() { outer.names[name] = number }
    }
    #expect(forward == backward)
  }

  @Test func `a mark is what it was, and another in another domain`() {
    #expect(
      SettingsMark.of([1, 2], domain: "a") == SettingsMark.of([1, 2] as [UInt8], domain: "a"))
    #expect(SettingsMark.of([1, 2], domain: "a") != SettingsMark.of([1, 2], domain: "b"))
    var hasher = StableHasher(domain: "a")
    for word in [2, 1, 2] as [UInt64] { hasher.combine(word) }
    #expect(SettingsMark.of([1, 2], domain: "a") == hasher.finalize())
  }
}
