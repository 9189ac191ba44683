internal import JourneyModel

/// A list of fixed length in memory that does not move.
///
/// What is walked for every field of every record lies in such lists: an array would be asked who
/// else holds it. Indices come from the plan, which is right by construction.
struct FixedList<Element>: ~Copyable {
  private let start: UnsafeMutablePointer<Element>
  let count: Int

  /// A list of the elements of an array.
  init(_ elements: [Element]) {
    count = elements.count
    start = .allocate(capacity: max(count, 1))
    start.initialize(from: elements, count: count)
  }

  deinit {
    start.deinitialize(count: count)
    start.deallocate()
  }

  /// The element of that number.
  @inline(__always)
  subscript(index: Int) -> Element {
    get {
      assert(index >= 0 && index < count, "the list has no such element")
      return start[index]
    }
    nonmutating set {
      assert(index >= 0 && index < count, "the list has no such element")
      start[index] = newValue
    }
  }

  /// The element of that number.
  @inline(__always)
  subscript(index: Int32) -> Element { self[Int(index)] }
}

/// The parts of a plan that are walked for every record, and what its programs gave last.
///
/// Many statements ask the same of a record (`type in ["Create", "Change"]`), so what a program
/// gives is remembered. It holds as long as the innermost element it was made of: every scope has a
/// stamp, which is renewed when its slots are filled.
struct PlanMemory: ~Copyable {
  /// The nodes of all expressions.
  let programs: FixedList<Program>
  /// Lists of programs that programs refer to.
  let operands: FixedList<Int32>
  /// The lines of all tables.
  let tableEntries: FixedList<PlannedTableEntry>
  /// The tables of `map`.
  let tables: FixedList<PlannedTable>
  /// The record and the arrays of `each`.
  let scopes: FixedList<PlannedScope>
  /// The slots of all scopes, those of a scope together.
  let slotLists: FixedList<Int32>
  /// Sorted by scope, as in the plan; so are the four lists below.
  let identifiers: FixedList<PlannedIdentifier>
  let links: FixedList<PlannedLink>
  let hints: FixedList<PlannedHint>
  let events: FixedList<PlannedEvent>
  let feedback: FixedList<PlannedFeedback>
  private let answers: FixedList<Answer>
  private let stamps: FixedList<UInt64>
  private var lastStamp: UInt64 = 1

  /// An instruction and the scope whose slots decide for how long its value holds.
  struct Program {
    var instruction: Instruction
    /// The innermost scope it takes from; `FieldPlan.none` if its value is never remembered.
    var scope: Int32
  }

  private struct Answer {
    var value = Value.null
    /// The stamp of the scope when the value was made; 0 is none.
    var stamp: UInt64 = 0
  }

  /// The memory of a plan.
  init(of plan: FieldPlan) {
    let scopes = PlanMemory.scopes(of: plan)
    programs = FixedList(zip(plan.instructions, scopes).map(Program.init))
    operands = FixedList(plan.operands)
    tableEntries = FixedList(plan.tableEntries)
    tables = FixedList(plan.tables)
    self.scopes = FixedList(plan.scopes)
    slotLists = FixedList(plan.slotLists)
    identifiers = FixedList(plan.identifiers)
    links = FixedList(plan.links)
    hints = FixedList(plan.hints)
    events = FixedList(plan.events)
    feedback = FixedList(plan.feedback)
    answers = FixedList(Array(repeating: Answer(), count: plan.instructions.count))
    // One more for constants, which hold for ever.
    stamps = FixedList(Array(repeating: 1, count: plan.scopes.count + 1))
  }

  /// Forgets what was made of the slots of a scope: they are filled anew.
  @inline(__always)
  mutating func renew(_ scope: Int32) {
    lastStamp += 1
    stamps[Int(scope)] = lastStamp
  }

  /// What a program gave, if it would give the same again.
  @inline(__always)
  func answer(of program: Int32, in scope: Int32) -> Value? {
    let answer = answers[program]
    return answer.stamp == stamps[scope] ? answer.value : nil
  }

  /// Remembers what a program gave.
  @inline(__always)
  func remember(_ value: Value, of program: Int32, in scope: Int32) {
    answers[Int(program)] = Answer(value: value, stamp: stamps[scope])
  }

  // MARK: Scopes of programs

  /// The scope that decides how long the value of each instruction holds.
  ///
  /// Operands come before what is made of them. Look-ups are not remembered, because keys without
  /// a line are counted as often as they are asked for.
  private static func scopes(of plan: FieldPlan) -> [Int32] {
    let depths = plan.scopes.map { depth(of: $0, in: plan) }
    var scopes: [Int32] = []
    for instruction in plan.instructions {
      switch instruction.operation {
      case .null, .text, .number: scopes.append(Int32(plan.scopes.count))
      case .slot: scopes.append(plan.slots[Int(instruction.first)].scope)
      case .lookUp: scopes.append(FieldPlan.none)
      default:
        var innermost: Int32 = 0
        for operand in instruction.programs(in: plan) where operand != FieldPlan.none {
          let scope = scopes[Int(operand)]
          if scope == FieldPlan.none || innermost == FieldPlan.none {
            innermost = FieldPlan.none
          } else if Int(scope) < depths.count, depths[Int(scope)] > depths[Int(innermost)] {
            innermost = scope
          }
        }
        scopes.append(innermost)
      }
    }
    return scopes
  }

  private static func depth(of scope: PlannedScope, in plan: FieldPlan) -> Int {
    scope.parent == FieldPlan.none ? 0 : 1 + depth(of: plan.scopes[Int(scope.parent)], in: plan)
  }
}

extension Instruction {
  /// The programs an instruction runs.
  fileprivate func programs(in plan: FieldPlan) -> [Int32] {
    let listed = { (first: Int32, count: Int32) in
      Array(plan.operands[Int(first)..<Int(first + count)])
    }
    switch operation {
    case .null, .slot, .text, .number: return []
    case .first, .sum, .concat: return listed(first, second)
    case .nullIf, .memberOfTexts, .memberOfNumbers: return [first] + listed(second, third)
    case .choice: return [first, second, third]
    case .after, .before, .between, .difference, .amount, .compareTexts, .compareNumbers, .and, .or:
      return [first, second]
    case .table, .lookUp, .inner, .readInstant, .readNumber, .readInteger, .readVersion,
      .readTime, .whole, .seconds, .milliseconds, .minutes, .hours, .lower, .clock, .since1970,
      .id, .slice, .startsWith, .endsWith, .contains, .split, .withoutLast, .exists, .not,
      .count, .isNumber:
      return [first]
    }
  }
}
