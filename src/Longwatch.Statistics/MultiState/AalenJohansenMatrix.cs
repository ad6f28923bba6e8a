namespace Longwatch.Statistics.MultiState;

/// <summary>The product integral Π (I + dA) applied to starting rows, with the recursion for its covariance.</summary>
/// <remarks>
/// For rows r and q of P: C_rq ← (I + dA)′ C_rq (I + dA) + Σ_h P_rh P_qh cov(dA_h), with P before the step (Greenwood) or after it (Aalen). Source: Andersen, Borgan, Gill and Keiding
/// (1993), eq. 4.4.17 and 4.4.19; de Wreede, Fiocco and Putter (2010) Comput Methods Programs Biomed 99:261. O(times × rows² × states³).
/// </remarks>
internal sealed class AalenJohansenMatrix(TransitionTable table, int states, TransitionOptions options)
{
    private readonly double[] step = new double[states * states];
    private readonly double[][] hazardCovariance = [.. Enumerable.Range(0, states).Select(_ => new double[states * states])];
    private readonly bool[] moves = new bool[states];

    public List<StateStep> From(double from, StateStart start)
    {
        var steps = new List<StateStep>();
        var (probability, covariance) = (start.Probability, start.Covariance);
        for (var row = 0; row < table.Times.Length; row++)
        {
            if (table.Times[row] <= from)
                continue;
            Load(row);
            var next = Product(probability, start.Rows);
            covariance = Covariance(covariance, options.Variance == TransitionVariance.Aalen ? next : probability, start.Rows);
            probability = next;
            steps.Add(new(table.Times[row], probability, covariance));
        }

        return steps;
    }

    private void Load(int row)
    {
        Array.Clear(step);
        Array.Clear(moves);
        for (var h = 0; h < states; h++)
        {
            step[(h * states) + h] = 1;
            Array.Clear(hazardCovariance[h]);
        }

        for (var m = 0; m < table.Moves.Length; m++)
        {
            var ((from, to), count) = (table.Moves[m], table.Counts[m][row]);
            if (count == 0)
                continue;
            moves[from] = true;
            double y = table.AtRisk[from][row];
            var (rise, variance) = TransitionHazards.Increment(table.AtRisk[from][row], count, options);
            step[(from * states) + to] += rise;
            step[(from * states) + from] -= rise;
            hazardCovariance[from][(to * states) + to] = variance;
            for (var k = 0; k < m && options.Variance == TransitionVariance.Greenwood; k++)
                if (table.Moves[k].From == from)
                {
                    var other = table.Moves[k].To;
                    var shared = -count * (double)table.Counts[k][row] / (y * y * y);
                    hazardCovariance[from][(to * states) + other] = hazardCovariance[from][(other * states) + to] = shared;
                }
        }

        for (var h = 0; h < states; h++)
            if (moves[h])
                Close(hazardCovariance[h], h);
    }

    /// <summary>What a state gives away it loses: rows and columns of the covariance sum to 0.</summary>
    private void Close(double[] matrix, int h)
    {
        var all = 0.0;
        for (var i = 0; i < states; i++)
        {
            if (i == h)
                continue;
            var sum = 0.0;
            for (var j = 0; j < states; j++)
                sum += j == h ? 0 : matrix[(i * states) + j];
            matrix[(i * states) + h] = matrix[(h * states) + i] = -sum;
            all += sum;
        }

        matrix[(h * states) + h] = all;
    }

    private double[] Product(double[] probability, int rows)
    {
        var next = new double[probability.Length];
        for (var r = 0; r < rows; r++)
        for (var h = 0; h < states; h++)
        {
            var p = probability[(r * states) + h];
            for (var j = 0; j < states && p != 0; j++)
                next[(r * states) + j] += p * step[(h * states) + j];
        }

        return next;
    }

    private double[] Covariance(double[] before, double[] probability, int rows)
    {
        var width = rows * states;
        var after = new double[before.Length];
        var half = new double[states * states];
        for (var r = 0; r < rows; r++)
        for (var q = r; q < rows; q++)
        {
            Array.Clear(half);
            for (var a = 0; a < states; a++)
            for (var b = 0; b < states; b++)
            {
                var c = before[(((r * states) + a) * width) + (q * states) + b];
                for (var j = 0; j < states && c != 0; j++)
                    half[(a * states) + j] += c * step[(b * states) + j];
            }

            for (var i = 0; i < states; i++)
            for (var j = 0; j < states; j++)
            {
                var sum = 0.0;
                for (var a = 0; a < states; a++)
                    sum += step[(a * states) + i] * half[(a * states) + j];
                for (var h = 0; h < states; h++)
                    if (moves[h])
                        sum += probability[(r * states) + h] * probability[(q * states) + h] * hazardCovariance[h][(i * states) + j];
                after[(((r * states) + i) * width) + (q * states) + j] = after[(((q * states) + j) * width) + (r * states) + i] = sum;
            }
        }

        return after;
    }
}
