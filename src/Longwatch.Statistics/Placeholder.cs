namespace Longwatch.Statistics;

internal static class Placeholder;
