package import Foundation

/// The newest position of each sequence that an append touches; nearly always there is only one sequence.
package struct SequencePositions {
  private var only: (id: UUID, position: Int)?
  private var others: [UUID: Int] = [:]

  package init() {}

  package subscript(id: UUID) -> Int? {
    get {
      if let only, only.id == id { return only.position }
      return others.isEmpty ? nil : others[id]
    }
    set {
      if only == nil || only?.id == id {
        only = newValue.map { (id, $0) }
      } else {
        others[id] = newValue
      }
    }
  }
}
