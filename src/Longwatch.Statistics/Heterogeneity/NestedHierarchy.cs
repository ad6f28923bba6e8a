namespace Longwatch.Statistics.Heterogeneity;

/// <summary>
/// Counts are Poisson with mean e·exp(θ); θ of a group is normal about its target, a target about its family, a family about the class, each level with a standard
/// deviation of its own. Computed on fixed grids: no sampling, the same answer every time.
/// </summary>
/// <remarks>
/// For given standard deviations the model is a tree; likelihoods are passed up and posteriors down it (Pearl 1988) by products and normal smoothing on one grid
/// of log ratios, exact to about 1e-8. The standard deviations are summed over a grid of their own, and everything that is linear is summed before it is smoothed.
/// Target is almost aliased with index disease, and levels with one or two members say little beyond their prior: read the three spreads before the ratios.
/// Source: Gelman et al. (2013) Bayesian data analysis, 3rd ed., chapters 5 and 15. Checked against <see cref="LogNormalHierarchy"/> with two levels left out, and
/// against importance sampling of the three-level model.
/// </remarks>
public static class NestedHierarchy
{
    /// <summary>Largest count of a group for which the grid is fine enough.</summary>
    public const int MostEvents = 2500;

    private const double CoarsestStep = 0.1;
    private const double SmallestScale = 0.2;

    /// <summary>Posterior of all levels.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The level is outside (0, 1), a scale of the prior is negative or below 0.2 and not 0, or the mean's is not positive.</exception>
    public static NestedPosterior Fit(NestedGroups groups, NestedPrior prior, double level)
    {
        var tail = ConfidenceLevel.Tail(level);
        if (!(prior.MeanSd > 0))
            throw new ArgumentOutOfRangeException(nameof(prior), "The standard deviation of the mean is positive.");
        foreach (var scale in (ReadOnlySpan<double>)[prior.FamilyScale, prior.TargetScale, prior.GroupScale])
            if (!(scale is 0 or >= SmallestScale and <= 2))
                throw new ArgumentOutOfRangeException(nameof(prior), "A scale is 0, or lies between 0.2 and 2.");
        var most = 0;
        foreach (var count in groups.Data.Counts)
            most = Math.Max(most, count);
        var status =
            most == 0 ? NestedStatus.NoEvents
            : most > MostEvents ? NestedStatus.TooManyEvents
            : NestedStatus.Estimated;
        return status == NestedStatus.Estimated
            ? new Tree(groups, prior, Step(prior, most)).Posterior(tail)
            : new(status, 0, default, default, default, [], [], [], [], null);
    }

    /// <summary>No likelihood and no kernel may be narrower than the step of the grid.</summary>
    private static double Step(NestedPrior prior, int most)
    {
        var step = Math.Min(CoarsestStep, 1 / Math.Sqrt(most + 1.0));
        foreach (var scale in (ReadOnlySpan<double>)[prior.FamilyScale, prior.TargetScale, prior.GroupScale])
            step = scale > 0 ? Math.Min(step, scale * ScaleAxis.StepInScales) : step;
        return step;
    }

    private sealed class Tree
    {
        private readonly NestedGroups groups;
        private readonly LogRatioGrid grid;
        private readonly ScaleAxis family;
        private readonly ScaleAxis target;
        private readonly ScaleAxis group;
        private readonly double[] root;
        private readonly double[][] counts;

        public Tree(NestedGroups groups, NestedPrior prior, double step)
        {
            this.groups = groups;
            // Far enough that neither the prior nor a group without events is cut: e^9 below and e^6 above the common rate.
            grid = new(-9, 6, step);
            (family, target, group) = (new(grid, prior.FamilyScale), new(grid, prior.TargetScale), new(grid, prior.GroupScale));
            root = Array.ConvertAll(grid.Points, x => Math.Exp(-0.5 * x / prior.MeanSd * x / prior.MeanSd));
            counts = new double[groups.Data.Groups][];
            for (var g = 0; g < counts.Length; g++)
                counts[g] = Likelihood(groups.Data.Counts[g], groups.Data.Expected[g]);
        }

        public NestedPosterior Posterior(double tail)
        {
            // One task per spread between groups; their sums are added in order, so that the bits do not depend on the number of processors.
            var slices = new Slice[group.Count];
            Parallel.For(0, slices.Length, p => slices[p] = Sum(p));
            var total = new Slice(groups, grid.Points.Length, family.Count, target.Count);
            for (var p = 0; p < slices.Length; p++)
            {
                total.Add(slices[p]);
                group.Add(p, slices[p].Weight);
            }

            for (var f = 0; f < family.Count; f++)
                family.Add(f, total.FamilyMass[f]);
            for (var t = 0; t < target.Count; t++)
                target.Add(t, total.TargetMass[t]);
            return new(
                NestedStatus.Estimated,
                total.Mean / total.Weight,
                family.Posterior(total.Weight, tail),
                target.Posterior(total.Weight, tail),
                group.Posterior(total.Weight, tail),
                Array.ConvertAll(total.Families, d => Ratio(d, tail)),
                Array.ConvertAll(total.Targets, d => Ratio(d, tail)),
                Array.ConvertAll(total.Groups, d => Ratio(d, tail)),
                Array.ConvertAll(total.NewGroups, d => Ratio(d, tail)),
                Ratio(total.NewFamily, tail)
            );
        }

        /// <summary>Everything at one spread between groups.</summary>
        private Slice Sum(int p)
        {
            var slice = new Slice(groups, grid.Points.Length, family.Count, target.Count);
            var up = Array.ConvertAll(counts, l => grid.Smooth(l, group.Kernels[p]));
            var inTarget = Products(up, groups.TargetOfGroup, groups.Targets.Count);
            var (newTarget, newOfTarget) = (Zeros(1)[0], Zeros(groups.Targets.Count));
            for (var t = 0; t < target.Count; t++)
            {
                var fromTarget = Array.ConvertAll(inTarget, a => grid.Smooth(a, target.Kernels[t]));
                var inFamily = Products(fromTarget, groups.FamilyOfTarget, groups.Families.Count);
                var (downToTarget, newFamily) = (Zeros(groups.Targets.Count), Zeros(1)[0]);
                var before = slice.Weight;
                for (var f = 0; f < family.Count; f++)
                {
                    var prior = family.Prior[f] * target.Prior[t] * group.Prior[p];
                    var fromFamily = Array.ConvertAll(inFamily, b => grid.Smooth(b, family.Kernels[f]));
                    var top = Scaled(fromFamily.Aggregate(root, LogRatioGrid.Product), prior);
                    var weight = grid.Integral(top);
                    slice.Weight += weight;
                    slice.FamilyMass[f] += weight;
                    for (var k = 0; k < top.Length; k++)
                        slice.Mean += top[k] * grid.Points[k] * grid.Step;
                    AddTo(newFamily, grid.Smooth(top, family.Kernels[f]));
                    for (var v = 0; v < inFamily.Length; v++)
                    {
                        var above = grid.Smooth(Scaled(Others(root, fromFamily, v, null), prior), family.Kernels[f]);
                        AddTo(slice.Families[v], LogRatioGrid.Product(above, inFamily[v]));
                        for (var j = 0; j < fromTarget.Length; j++)
                            if (groups.FamilyOfTarget[j] == v)
                                AddTo(downToTarget[j], Others(above, fromTarget, j, groups.FamilyOfTarget));
                    }
                }

                slice.TargetMass[t] += slice.Weight - before;
                AddTo(newTarget, grid.Smooth(newFamily, target.Kernels[t]));
                for (var j = 0; j < downToTarget.Length; j++)
                {
                    var above = grid.Smooth(downToTarget[j], target.Kernels[t]);
                    var posterior = LogRatioGrid.Product(above, inTarget[j]);
                    AddTo(slice.Targets[j], posterior);
                    AddTo(newOfTarget[j], posterior);
                    for (var g = 0; g < up.Length; g++)
                        if (groups.TargetOfGroup[g] == j)
                            AddTo(slice.Groups[g], Others(above, up, g, groups.TargetOfGroup));
                }
            }

            for (var g = 0; g < up.Length; g++)
                slice.Groups[g] = LogRatioGrid.Product(grid.Smooth(slice.Groups[g], group.Kernels[p]), counts[g]);
            for (var j = 0; j < newOfTarget.Length; j++)
                slice.NewGroups[j] = grid.Smooth(newOfTarget[j], group.Kernels[p]);
            slice.NewFamily = grid.Smooth(newTarget, group.Kernels[p]);
            return slice;
        }

        /// <summary>Poisson likelihood over its own maximum on the grid.</summary>
        private double[] Likelihood(int count, double expected)
        {
            var log = Array.ConvertAll(grid.Points, x => (count * x) - (expected * Math.Exp(x)));
            var largest = log.Max();
            return Array.ConvertAll(log, l => Math.Exp(l - largest));
        }

        /// <summary>Product over the members of each parent.</summary>
        private static double[][] Products(double[][] members, IReadOnlyList<int> parent, int parents)
        {
            var products = new double[parents][];
            for (var i = 0; i < members.Length; i++)
                products[parent[i]] = products[parent[i]] is { } sofar ? LogRatioGrid.Product(sofar, members[i]) : members[i];
            return products;
        }

        /// <summary>What comes from above times all siblings but one.</summary>
        private static double[] Others(double[] above, double[][] members, int but, IReadOnlyList<int>? parent)
        {
            var product = above;
            for (var i = 0; i < members.Length; i++)
                if (i != but && (parent is null || parent[i] == parent[but]))
                    product = LogRatioGrid.Product(product, members[i]);
            return product;
        }

        private RatioPosterior Ratio(double[] density, double tail)
        {
            var into = new RatioAccumulator();
            var fine = (int)Math.Ceiling(grid.Step / RatioAccumulator.Width);
            double At(int k) => k < 0 || k >= density.Length ? 0 : density[k];
            for (var k = 0; k < density.Length - 1; k++)
            for (var i = 0; i < fine; i++)
            {
                var part = (i + 0.5) / fine;
                var value = CubicBetween.At(part, At(k - 1), At(k), At(k + 1), At(k + 2));
                if (value > 0)
                    into.Add(grid.Points[k] + (part * grid.Step), value);
            }

            return into.Posterior(tail);
        }

        private double[][] Zeros(int count) => [.. Enumerable.Range(0, count).Select(_ => new double[grid.Points.Length])];

        private static double[] Scaled(double[] f, double factor) => Array.ConvertAll(f, v => v * factor);
    }

    private static void AddTo(double[] sum, double[] more)
    {
        for (var k = 0; k < sum.Length; k++)
            sum[k] += more[k];
    }

    /// <summary>Sums over part of the grid of spreads; not normalised.</summary>
    private sealed class Slice(NestedGroups groups, int points, int families, int targets)
    {
        public double Weight { get; set; }

        public double Mean { get; set; }

        public double[] FamilyMass { get; } = new double[families];

        public double[] TargetMass { get; } = new double[targets];

        public double[][] Families { get; } = Zeros(groups.Families.Count, points);

        public double[][] Targets { get; } = Zeros(groups.Targets.Count, points);

        public double[][] Groups { get; } = Zeros(groups.Data.Groups, points);

        public double[][] NewGroups { get; } = Zeros(groups.Targets.Count, points);

        public double[] NewFamily { get; set; } = new double[points];

        public void Add(Slice other)
        {
            Weight += other.Weight;
            Mean += other.Mean;
            AddTo(FamilyMass, other.FamilyMass);
            AddTo(TargetMass, other.TargetMass);
            AddTo(NewFamily, other.NewFamily);
            foreach (
                var (sums, more) in new[]
                {
                    (Families, other.Families),
                    (Targets, other.Targets),
                    (Groups, other.Groups),
                    (NewGroups, other.NewGroups),
                }
            )
                for (var i = 0; i < sums.Length; i++)
                    AddTo(sums[i], more[i]);
        }

        private static double[][] Zeros(int count, int points) => [.. Enumerable.Range(0, count).Select(_ => new double[points])];
    }
}
