package import JourneyModel

/// The smallest distinct customer ids seen, at most `CellRow.customerLimit`: enough to tell whether
/// a group is smaller than the limit.
package struct CustomerSample: Equatable, Sendable {
  /// Sorted.
  private(set) var ids: [CustomerID] = []

  package init() {}

  /// A sample of ids that another one had.
  init(ids: [CustomerID]) { self.ids = ids }

  /// How many distinct customers there are, exact below the limit.
  package var count: Int { ids.count }

  /// Adds sorted, distinct ids.
  package mutating func merge(_ others: some Sequence<CustomerID>) {
    for id in others {
      if ids.count == CellRow.customerLimit, let last = ids.last, id >= last { return }
      insert(id)
    }
  }

  /// Keeps the smallest distinct ids of both.
  package mutating func merge(_ other: CustomerSample) { merge(other.ids) }

  /// Adds an id.
  package mutating func insert(_ id: CustomerID) {
    if ids.count == CellRow.customerLimit, let last = ids.last, id >= last { return }
    if ids.isEmpty { ids.reserveCapacity(CellRow.customerLimit + 1) }
    let index = ids.firstIndex { $0 >= id } ?? ids.count
    if index < ids.count, ids[index] == id { return }
    ids.insert(id, at: index)
    if ids.count > CellRow.customerLimit { ids.removeLast() }
  }
}
