using Longwatch.Statistics.Hazards;
using Longwatch.Statistics.Random;

namespace Longwatch.Statistics.Tests.Hazards;

/// <summary>Rows with three covariates, whole days and ties, from a seed.</summary>
internal static class SimulatedRows
{
    public static CoxData Make(int count, bool delayed, int days)
    {
        var random = new Philox(2, 0);
        var columns = new[] { new double[count], new double[count], new double[count] };
        var (entries, exits, observed) = (new double[count], new double[count], new bool[count]);
        for (var i = 0; i < count; i++)
        {
            columns[0][i] = random.NextNormal();
            columns[1][i] = random.NextDouble() < 0.3 ? 1 : 0;
            columns[2][i] = 50 + (10 * random.NextNormal());
            var rate = Math.Exp((0.4 * columns[0][i]) - (0.3 * columns[1][i]) + (0.01 * (columns[2][i] - 50)));
            entries[i] = Math.Floor(days * 0.1 * random.NextDouble());
            var (own, end) = (days * 0.4 * random.NextExponential() / rate, days * random.NextDouble());
            observed[i] = own < end;
            exits[i] = entries[i] + 1 + Math.Floor(Math.Min(own, end));
        }

        return new(columns, exits, observed) { Entries = delayed ? entries : null };
    }
}
