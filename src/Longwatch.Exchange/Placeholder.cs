namespace Longwatch.Exchange;

internal static class Placeholder;
