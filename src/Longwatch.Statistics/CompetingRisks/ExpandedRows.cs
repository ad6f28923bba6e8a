namespace Longwatch.Statistics.CompetingRisks;

/// <summary>
/// The filling of the sandwich that treats every row of the expanded data as a subject of its own: a competing failure has a first row up to the next drop of the
/// censoring distribution, and one more row for each stretch between two drops. Without making the rows.
/// </summary>
/// <remarks>
/// A later row of subject i in stretch r contributes −(e^η/G(X−)) G_r (x a_r − b_r), a_r and b_r the sums of hazard and of hazard × x̄ in the stretch. So the sum of
/// products over its rows is a quadratic form in (x, 1) with tails of Σ G² a², Σ G² a b and Σ G² b b′ that all subjects of a group share. O(n p²).
/// </remarks>
internal sealed class ExpandedRows(SubdistributionSample sample, SubdistributionRisk risk)
{
    private readonly int p = sample.Columns;

    /// <summary>Σ over rows of residual × residual′.</summary>
    public double[,] Products()
    {
        var products = new double[p, p];
        var (hazards, means) = (Running(risk.Hazard, 1), Running(risk.Mean, p));
        var stretches = new Stretches[sample.Groups];
        for (var g = 0; g < stretches.Length; g++)
            stretches[g] = new(sample.Censoring.BeforeEvent[g], sample.Censoring.DropsBeforeEvent[g], hazards, means, p);
        var row = new double[p];
        for (var i = 0; i < sample.Subjects; i++)
        {
            var (k, code, at) = (sample.EventsUpTo[i], sample.Code[i], i * p);
            var relative = risk.Relative[i];
            // The first row of a competing failure ends with the stretch it lies in; every other subject has one row, up to its own time.
            var stretch = code == 2 ? stretches[sample.Group[i]] : null;
            var end = stretch?.EndOf(sample.Censoring.DropsBeforeOwn[i], k) ?? (code == 1 ? k - 1 : k);
            for (var j = 0; j < p; j++)
            {
                row[j] = -relative * ((sample.X[at + j] * hazards[end]) - means[(end * p) + j]);
                if (code == 1)
                    row[j] +=
                        sample.X[at + j]
                        - (risk.EventMean[((k - 1) * p) + j] / sample.EventsAt[k - 1])
                        - (relative * ((sample.X[at + j] * risk.OwnHazard[k - 1]) - risk.OwnMean[((k - 1) * p) + j]));
            }

            for (var j = 0; j < p; j++)
            for (var m = 0; m <= j; m++)
                products[j, m] += row[j] * row[m];
            if (stretch is not null)
            {
                var weight = relative / sample.Censoring.BeforeOwn[i];
                stretch.AddLater(products, sample.X.AsSpan(at, p), weight * weight, end);
            }
        }

        for (var j = 0; j < p; j++)
        for (var m = 0; m < j; m++)
            products[m, j] = products[j, m];
        return products;
    }

    private static double[] Running(double[] series, int width)
    {
        var sums = new double[series.Length + width];
        for (var at = 0; at < series.Length; at++)
            sums[at + width] = sums[at] + series[at];
        return sums;
    }

    /// <summary>The stretches between drops of one censoring distribution (or its end) that hold an event time, with the tails of their products.</summary>
    private sealed class Stretches
    {
        private readonly int p;
        private readonly double[] free;
        private readonly int[] drops;
        private readonly int[] stretchOf;
        private readonly int[] endAt;
        private readonly double[] tails;

        public Stretches(double[] free, int[] drops, double[] hazards, double[] means, int p)
        {
            (this.p, this.free, this.drops) = (p, free, drops);
            stretchOf = new int[drops.Length + 1];
            var ends = new List<int>();
            for (var k = 0; k < drops.Length; k++)
            {
                if (k > 0 && (drops[k] != drops[k - 1] || free[k] != free[k - 1]))
                    ends.Add(k);
                stretchOf[k] = ends.Count;
            }

            ends.Add(drops.Length);
            stretchOf[drops.Length] = ends.Count;
            endAt = [.. ends];
            var width = 1 + p + (p * p);
            tails = new double[(endAt.Length + 1) * width];
            var mean = new double[p];
            for (var s = endAt.Length - 1; s >= 0; s--)
            {
                var (from, to) = (s == 0 ? 0 : endAt[s - 1], endAt[s]);
                var (a, here, after) = (0.0, s * width, (s + 1) * width);
                Array.Clear(mean);
                var g = free[from]; // one number within a stretch
                for (var k = from; k < to; k++)
                {
                    a += hazards[k + 1] - hazards[k];
                    for (var j = 0; j < p; j++)
                        mean[j] += means[((k + 1) * p) + j] - means[(k * p) + j];
                }

                tails[here] = tails[after] + (g * g * a * a);
                for (var j = 0; j < p; j++)
                {
                    tails[here + 1 + j] = tails[after + 1 + j] + (g * g * a * mean[j]);
                    for (var m = 0; m < p; m++)
                        tails[here + 1 + p + (j * p) + m] = tails[after + 1 + p + (j * p) + m] + (g * g * mean[j] * mean[m]);
                }
            }
        }

        /// <summary>One past the last event time before the next drop, for a subject that leaves after <paramref name="before"/> drops and k event times.</summary>
        public int EndOf(int before, int k) => k < drops.Length && drops[k] == before && free[k] > 0 ? endAt[stretchOf[k]] : k;

        public void AddLater(double[,] products, ReadOnlySpan<double> x, double squaredWeight, int end)
        {
            var width = 1 + p + (p * p);
            var at = stretchOf[end] * width;
            for (var j = 0; j < p; j++)
            for (var m = 0; m <= j; m++)
                products[j, m] +=
                    squaredWeight
                    * (
                        (x[j] * x[m] * tails[at])
                        - (x[j] * tails[at + 1 + m])
                        - (x[m] * tails[at + 1 + j])
                        + tails[at + 1 + p + (j * p) + m]
                    );
        }
    }
}
