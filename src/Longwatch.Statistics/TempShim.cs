namespace Longwatch.Statistics;

public readonly record struct Interval(double Lower, double Upper);
