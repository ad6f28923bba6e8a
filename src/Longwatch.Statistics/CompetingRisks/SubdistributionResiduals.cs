namespace Longwatch.Statistics.CompetingRisks;

/// <summary>What each subject contributes to the score of a Fine–Gray model, and what it contributes by way of the estimated censoring distribution.</summary>
/// <remarks>
/// <para>First part, ∫ w(t)(x − x̄(t)) dM(t), from running sums of the hazard and of hazard × x̄, and for competing failures their tails weighted with G(t−).</para>
/// <para>Second part (Fine and Gray 1999, eq. 8; Gray's <c>crr</c>): ∫ q(u)/Y(u) dMᶜ(u), where Mᶜ is the martingale of censoring in the subject's group and
/// q(u) = Σ over competing failures of the group before u of e^η/G(X−) Σ_{t ≥ u} G(t−)(x − x̄(t)) dΛ(t). All O(n p).</para>
/// </remarks>
internal sealed class SubdistributionResiduals
{
    private readonly SubdistributionSample sample;
    private readonly SubdistributionRisk risk;
    private readonly double[] residuals;

    public SubdistributionResiduals(SubdistributionSample sample, SubdistributionRisk risk)
    {
        (this.sample, this.risk) = (sample, risk);
        var p = sample.Columns;
        residuals = new double[sample.Subjects * p];
        var means = new double[(sample.EventTime.Length + 1) * p];
        for (var at = 0; at < risk.Mean.Length; at++)
            means[at + p] = means[at] + risk.Mean[at];
        var tails = risk.GroupTails(risk.Mean, p);
        for (var i = 0; i < sample.Subjects; i++)
        {
            var (k, code) = (sample.EventsUpTo[i], sample.Code[i]);
            var (relative, exposure) = (risk.Relative[i], risk.Exposure(i));
            for (var j = 0; j < p; j++)
            {
                var x = sample.X[(i * p) + j];
                var mean = code switch
                {
                    1 => means[((k - 1) * p) + j] + risk.OwnMean[((k - 1) * p) + j],
                    2 => means[(k * p) + j] + (tails[sample.Group[i]][(k * p) + j] / sample.Censoring.BeforeOwn[i]),
                    _ => means[(k * p) + j],
                };
                residuals[(i * p) + j] = -relative * ((x * exposure) - mean);
                if (code == 1)
                    residuals[(i * p) + j] += x - (risk.EventMean[((k - 1) * p) + j] / sample.EventsAt[k - 1]);
            }
        }
    }

    /// <summary>Adds the second part.</summary>
    /// <param name="atAllEvents">False: q of a group looks at event times of its own group only, as <c>crr</c>.</param>
    public void AddCensoring(bool atAllEvents)
    {
        var (p, groups) = (sample.Columns, sample.Groups);
        var shares = atAllEvents || groups == 1 ? null : EventShares();
        var (hazardTails, meanTails) = (risk.GroupTails(risk.Hazard, 1, shares), risk.GroupTails(risk.Mean, p, shares));
        var (ratio, ratioX) = (new double[groups], new double[groups * p]);
        var compensator = new double[groups * p];
        var q = new double[groups * p];
        var rise = new double[groups * p];
        for (var first = 0; first < sample.Subjects; )
        {
            // The first event time that is not before this time.
            var k = sample.EventsUpTo[first];
            if (k > 0 && sample.EventTime[k - 1] == sample.Time[first])
                k--;
            var next = first;
            var anyCensored = false;
            for (; next < sample.Subjects && sample.Time[next] == sample.Time[first]; next++)
                anyCensored |= sample.Code[next] == 0;
            if (anyCensored)
            {
                Gather(k);
                Array.Clear(rise);
                for (var i = first; i < next; i++)
                    if (sample.Code[i] == 0)
                        for (int j = 0, g = sample.Group[i]; j < p; j++)
                            rise[(g * p) + j] += q[(g * p) + j] / ((double)sample.Censoring.AtRisk[i] * sample.Censoring.AtRisk[i]);
                for (var at = 0; at < rise.Length; at++)
                    compensator[at] += rise[at];
            }

            for (var i = first; i < next; i++)
            {
                var g = sample.Group[i];
                for (var j = 0; j < p; j++)
                    residuals[(i * p) + j] +=
                        (sample.Code[i] == 0 ? q[(g * p) + j] / sample.Censoring.AtRisk[i] : 0) - compensator[(g * p) + j];
                if (sample.Code[i] != 2)
                    continue;
                var weight = risk.Relative[i] / sample.Censoring.BeforeOwn[i];
                ratio[g] += weight;
                for (var j = 0; j < p; j++)
                    ratioX[(g * p) + j] += weight * sample.X[(i * p) + j];
            }

            first = next;
        }

        void Gather(int k)
        {
            for (var g = 0; g < groups; g++)
            for (var j = 0; j < p; j++)
                q[(g * p) + j] = (ratioX[(g * p) + j] * hazardTails[g][k]) - (ratio[g] * meanTails[g][(k * p) + j]);
        }
    }

    /// <summary>By group and event time: the share of the group in the events.</summary>
    private double[][] EventShares()
    {
        var shares = new double[sample.Groups][];
        for (var g = 0; g < shares.Length; g++)
            shares[g] = new double[sample.EventTime.Length];
        for (var i = 0; i < sample.Subjects; i++)
            if (sample.Code[i] == 1)
                shares[sample.Group[i]][sample.EventsUpTo[i] - 1] += 1.0 / sample.EventsAt[sample.EventsUpTo[i] - 1];
        return shares;
    }

    /// <summary>Σ over subjects of residual × residual′.</summary>
    public double[,] Products()
    {
        var p = sample.Columns;
        var products = new double[p, p];
        for (var i = 0; i < sample.Subjects; i++)
        for (var j = 0; j < p; j++)
        for (var m = 0; m <= j; m++)
            products[j, m] += residuals[(i * p) + j] * residuals[(i * p) + m];
        for (var j = 0; j < p; j++)
        for (var m = 0; m < j; m++)
            products[m, j] = products[j, m];
        return products;
    }
}
