namespace Longwatch.Statistics.Random;

/// <summary>
/// Counter-based random numbers (Philox4x32-10). A seed and a stream number name one sequence; sequences of different streams are independent for
/// every practical purpose. One stream per patient or per repetition makes a simulation independent of the number of threads and of their order.
/// </summary>
/// <remarks>
/// Each sequence has 2^66 numbers of 32 bits. Not safe for use from two threads at once, and not for cryptography.
/// Source: Salmon, Moraes, Dror and Shaw (2011) Parallel random numbers: as easy as 1, 2, 3. Proc. SC11, article 16.
/// Checked against: the known answers that come with the authors' library Random123 (three counters and keys).
/// </remarks>
public sealed partial class Philox
{
    private const uint FirstMultiplier = 0xD2511F53;
    private const uint SecondMultiplier = 0xCD9E8D57;
    private const uint FirstWeyl = 0x9E3779B9;
    private const uint SecondWeyl = 0xBB67AE85;
    private const int Rounds = 10;

    private readonly ulong seed;
    private readonly ulong stream;
    private ulong nextBlock;
    private PhiloxBlock block;
    private int used = 4;

    /// <summary>The beginning of one sequence.</summary>
    /// <param name="seed">Names the experiment; to be written into its result.</param>
    /// <param name="stream">Names the sequence in the experiment: the number of the patient, of the repetition.</param>
    public Philox(ulong seed, ulong stream) => (this.seed, this.stream) = (seed, stream);

    /// <summary>The keyed bijection itself: 128 random bits from a counter of 128 and a key of 64 bits, lowest word first.</summary>
    internal static PhiloxBlock Encrypt(PhiloxBlock counter, ulong key)
    {
        var (c0, c1, c2, c3) = counter;
        // Words wrap around by definition of the generator.
        unchecked
        {
            var k0 = (uint)key;
            var k1 = (uint)(key >> 32);
            for (var round = 0; round < Rounds; round++)
            {
                var first = (ulong)FirstMultiplier * c0;
                var second = (ulong)SecondMultiplier * c2;
                (c0, c1, c2, c3) = ((uint)(second >> 32) ^ c1 ^ k0, (uint)second, (uint)(first >> 32) ^ c3 ^ k1, (uint)first);
                k0 += FirstWeyl;
                k1 += SecondWeyl;
            }
        }

        return new(c0, c1, c2, c3);
    }

    /// <summary>32 random bits.</summary>
    public uint NextUInt32()
    {
        if (used == 4)
            Refill();
        return used++ switch
        {
            0 => block.Word0,
            1 => block.Word1,
            2 => block.Word2,
            _ => block.Word3,
        };
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64() => NextUInt32() | ((ulong)NextUInt32() << 32);

    /// <summary>Uniform on the open interval (0, 1): an odd multiple of 2^−53, so that neither 0 nor 1 is ever returned.</summary>
    public double NextDouble() => ((NextUInt64() >> 12) + 0.5) * (1.0 / (1UL << 52));

    /// <summary>Uniform on 0 … <paramref name="limit"/> − 1, without bias.</summary>
    /// <param name="limit">Number of possible values; at least 1.</param>
    /// <remarks>Source: Lemire (2019) Fast random integer generation in an interval. ACM Trans Model Comput Simul 29:3.</remarks>
    public int NextBelow(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        unchecked // the low word of the product is compared with a threshold modulo 2^32
        {
            var product = (ulong)NextUInt32() * (uint)limit;
            if ((uint)product < (uint)limit)
            {
                var threshold = (0u - (uint)limit) % (uint)limit;
                while ((uint)product < threshold)
                    product = (ulong)NextUInt32() * (uint)limit;
            }

            return (int)(product >> 32);
        }
    }

    private void Refill()
    {
        unchecked // the two halves of a 64-bit number
        {
            block = Encrypt(new((uint)nextBlock, (uint)(nextBlock >> 32), (uint)stream, (uint)(stream >> 32)), seed);
        }

        nextBlock++;
        used = 0;
    }
}

/// <summary>128 bits as four words, lowest first. <c>default</c> is zero.</summary>
internal readonly record struct PhiloxBlock(uint Word0, uint Word1, uint Word2, uint Word3);
