namespace Longwatch.Statistics.Hazards;

/// <summary>Rows, weights and offsets that make an ordinary hazard regression out of a case-cohort sample, and what its sampling adds to the variance.</summary>
internal sealed class CaseCohortDesign
{
    /// <summary>A log hazard so low that the row is in no risk set for any practical purpose.</summary>
    private const double NotAtRisk = -100;

    private readonly CoxData data;
    private readonly bool[] member;
    private readonly int[] stratum;
    private readonly SortedDictionary<int, Counts> counts = [];

    private CaseCohortDesign(CoxData data, Subcohort subcohort)
    {
        (this.data, member) = (data, subcohort.Members);
        stratum = subcohort.Strata ?? new int[data.Rows];
        for (var i = 0; i < data.Rows; i++)
        {
            counts.TryGetValue(stratum[i], out var count);
            counts[stratum[i]] = new(
                0,
                count.Cases + (data.Observed[i] ? 1 : 0),
                count.Members + (member[i] ? 1 : 0),
                count.Others + (data.Observed[i] ? 0 : 1)
            );
        }

        foreach (var (code, count) in counts.ToArray())
        {
            if (!subcohort.CohortSizes.TryGetValue(code, out var size))
                throw new ArgumentException($"Sampling stratum {code} has no size of its cohort.", nameof(subcohort));
            if (size < count.Cases + count.Others)
                throw new ArgumentException(
                    $"The cohort of sampling stratum {code} has {size} people, its sample {count.Cases + count.Others}.",
                    nameof(subcohort)
                );
            if (count.Members == 0)
                throw new ArgumentException($"No row of sampling stratum {code} is of the subcohort.", nameof(subcohort));
            if (subcohort.Strata is not null && (count.Members == 1 || count.Others == 1) && size > count.Cases + count.Others)
                throw new ArgumentException(
                    $"Sampling stratum {code} has a single row, which tells nothing of its variance.",
                    nameof(subcohort)
                );
            counts[code] = count with { Cohort = size };
        }
    }

    public int Cases => counts.Values.Sum(c => c.Cases);

    public int Controls => counts.Values.Sum(c => c.Others);

    public static CaseCohortDesign Of(CoxData data, Subcohort subcohort)
    {
        if (subcohort.Members.Length != data.Rows)
            throw new ArgumentException($"{subcohort.Members.Length} indicators of the subcohort but {data.Rows} rows.", nameof(subcohort));
        if (data.Weights is not null || data.Offsets is not null || data.Clusters is not null)
            throw new ArgumentException("Weights, offsets and clusters follow from the sampling; give none.", nameof(data));
        for (var i = 0; i < data.Rows; i++)
            if (!subcohort.Members[i] && !data.Observed[i])
                throw new ArgumentException($"Row {i} is neither a case nor of the subcohort.", nameof(subcohort));
        return new(data, subcohort);
    }

    /// <summary>How many people each row without an event (or each row of the subcohort) stands for.</summary>
    public double[] Share(bool ofOthers)
    {
        var share = new double[data.Rows];
        for (var i = 0; i < share.Length; i++)
        {
            var count = counts[stratum[i]];
            share[i] =
                ofOthers && data.Observed[i] ? 1
                : ofOthers ? (double)(count.Cohort - count.Cases) / count.Others
                : member[i] ? (double)count.Cohort / count.Members
                : 1;
        }

        return share;
    }

    public double[] LogShareOfOthers() => Array.ConvertAll(Share(ofOthers: true), Math.Log);

    /// <summary>Every row at risk for its whole time.</summary>
    public CoxData Whole(double[]? offsets, double[]? weights) =>
        Build([.. All().Select(i => new Piece(i, Entry(i), data.Exits[i], data.Observed[i], weights?[i] ?? 1, offsets?[i] ?? 0))]);

    /// <summary>Cases outside the subcohort come under observation just before their event.</summary>
    public CoxData CasesAtTheirEvent() =>
        Build([.. All().Select(i => new Piece(i, member[i] ? Entry(i) : JustBefore(i), data.Exits[i], data.Observed[i], 1, 0))]);

    /// <summary>First the cases, who fail and are in no risk set; then the subcohort, which is at risk and never fails.</summary>
    /// <param name="share">Weight of the rows of the subcohort; null for 1.</param>
    public CoxData CasesApart(double[]? share) =>
        Build([
            .. All().Where(i => data.Observed[i]).Select(i => new Piece(i, Entry(i), data.Exits[i], true, 1, NotAtRisk)),
            .. All().Where(i => member[i]).Select(i => new Piece(i, Entry(i), data.Exits[i], false, share?[i] ?? 1, 0)),
        ]);

    /// <summary>The subcohort with its weight until just before an event, and every case for itself at its event.</summary>
    public CoxData UntilEvent(double[] share)
    {
        var pieces = new List<Piece>();
        for (var i = 0; i < data.Rows; i++)
        {
            var ends = data.Observed[i] ? JustBefore(i) : data.Exits[i];
            if (member[i] && !(Entry(i) >= ends))
                pieces.Add(new(i, Entry(i), ends, false, share[i], 0));
            if (data.Observed[i])
                pieces.Add(new(i, ends, data.Exits[i], true, 1, 0));
        }

        return Build(pieces);
    }

    /// <summary>Inverse of the information, and what comes from the subcohort being a sample of the cohort.</summary>
    /// <param name="made">Made by this design for the method.</param>
    public double[,] Covariance(CaseCohortMethod method, CoxData made, CoxFit fit)
    {
        var apart = method is CaseCohortMethod.SelfPrentice or CaseCohortMethod.BorganOne;
        var score = CoxResiduals.Score(made, fit);
        int[] sampled = apart ? [.. Enumerable.Range(Cases, made.Rows - Cases)] : [.. All().Where(i => !data.Observed[i])];
        var middle = new double[made.Width, made.Width];
        foreach (var (code, count) in counts)
        {
            int[] rows = [.. sampled.Where(place => stratum[made.Clusters![place]] == code)];
            var (drawn, from) = apart ? (count.Members, count.Cohort) : (count.Others, count.Cohort - count.Cases);
            var factor = method switch
            {
                CaseCohortMethod.SelfPrentice or CaseCohortMethod.LinYing => 1 - ((double)drawn / from),
                _ when drawn == from => 0,
                _ => (((double)from / drawn) - 1) * from / (drawn - 1),
            };
            AddProducts(middle, score, rows, factor, centred: method != CaseCohortMethod.SelfPrentice);
        }

        return Sandwich(fit.Covariance, middle);
    }

    private static void AddProducts(double[,] sum, double[][] score, int[] rows, double factor, bool centred)
    {
        var means = Array.ConvertAll(score, column => centred && rows.Length > 0 ? rows.Average(place => column[place]) : 0);
        for (var j = 0; j < score.Length; j++)
        for (var k = 0; k < score.Length; k++)
        {
            var product = 0.0;
            foreach (var place in rows)
                product += (score[j][place] - means[j]) * (score[k][place] - means[k]);
            sum[j, k] += factor * product;
        }
    }

    /// <summary>V + V M V.</summary>
    private static double[,] Sandwich(double[,] outer, double[,] middle)
    {
        var width = outer.GetLength(0);
        var sum = (double[,])outer.Clone();
        for (var a = 0; a < width; a++)
        for (var b = 0; b < width; b++)
        for (var j = 0; j < width; j++)
        for (var k = 0; k < width; k++)
            sum[a, b] += outer[a, j] * middle[j, k] * outer[k, b];
        return sum;
    }

    private CoxData Build(IReadOnlyList<Piece> pieces)
    {
        double[] exits = [.. pieces.Select(p => p.Exit)];
        var before = exits.Length == 0 ? 0 : Math.BitDecrement(exits.Min());
        return new([.. data.Columns.Select(column => pieces.Select(p => column[p.Row]).ToArray())], exits, [.. pieces.Select(p => p.Event)])
        {
            Entries = pieces.Any(p => p.Entry is not null) ? [.. pieces.Select(p => p.Entry ?? before)] : null,
            Strata = data.Strata is null ? null : [.. pieces.Select(p => data.Strata[p.Row])],
            Weights = [.. pieces.Select(p => p.Weight)],
            Offsets = [.. pieces.Select(p => p.Offset)],
            Clusters = [.. pieces.Select(p => p.Row)],
        };
    }

    private IEnumerable<int> All() => Enumerable.Range(0, data.Rows);

    private double? Entry(int row) => data.Entries?[row];

    private double JustBefore(int row) => Math.BitDecrement(data.Exits[row]);

    /// <summary>Numbers of one sampling stratum.</summary>
    private readonly record struct Counts(int Cohort, int Cases, int Members, int Others);

    /// <summary>One row of the regression that is made.</summary>
    private sealed record Piece(int Row, double? Entry, double Exit, bool Event, double Weight, double Offset);
}
