/// What is parked is not what a follower has read of it: somebody has retried or skipped it.
struct ParkingOutdated: Error {}
