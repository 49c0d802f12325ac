package io.multiprocessing.examples.matmul;

import io.multiprocessing.Task;
import io.multiprocessing.ipc.RawDoubles;
import java.util.Arrays;

/**
 * The task of {@link Matmul}: one block of the product of two square matrices, from copies of the
 * blocks it needs.
 *
 * @param left the left factor, row by row, the same memory in all processes
 * @param right the right factor
 * @param product the product
 * @param size rows and columns of each
 * @param block rows and columns of a block, a multiple of {@link #AT_ONCE}; those at the end are
 *     cut
 */
record BlockProduct(RawDoubles left, RawDoubles right, RawDoubles product, int size, int block)
    implements Task<Integer, Integer> {

  /** How many rows the inner loop adds. */
  static final int AT_ONCE = 4;

  /** Returns how many blocks the product has; they are counted row by row. */
  int blocks() {
    return blocksInRow() * blocksInRow();
  }

  /** Returns how many elements were computed. */
  @Override
  public Integer apply(Integer index) {
    int row = index / blocksInRow() * block;
    int column = index % blocksInRow() * block;
    int rows = length(row);
    int columns = length(column);
    double[][] leftBlock = new double[block][block];
    double[][] rightBlock = new double[block][block];
    double[][] sum = new double[block][block];
    for (int inner = 0; inner < size; inner += block) {
      read(left, row, inner, leftBlock);
      read(right, inner, column, rightBlock);
      addProduct(leftBlock, rightBlock, sum);
    }
    for (int i = 0; i < rows; i++) {
      product.write(index(row + i, column), sum[i], 0, columns);
    }
    return rows * columns;
  }

  private void addProduct(double[][] leftBlock, double[][] rightBlock, double[][] sum) {
    for (int i = 0; i < block; i++) {
      for (int k = 0; k < block; k += AT_ONCE) {
        addMultiples(leftBlock[i], k, rightBlock, sum[i]);
      }
    }
  }

  /**
   * The inner loop. Four rows at once need a fourth of the loads and stores of the sum, and arrays
   * of their own with one index are what the compiler makes vector instructions of.
   */
  private static void addMultiples(double[] factors, int k, double[][] rows, double[] sum) {
    double factor0 = factors[k];
    double factor1 = factors[k + 1];
    double factor2 = factors[k + 2];
    double factor3 = factors[k + 3];
    double[] row0 = rows[k];
    double[] row1 = rows[k + 1];
    double[] row2 = rows[k + 2];
    double[] row3 = rows[k + 3];
    for (int j = 0; j < sum.length; j++) {
      sum[j] += factor0 * row0[j] + factor1 * row1[j] + factor2 * row2[j] + factor3 * row3[j];
    }
  }

  /** Copies a block; what does not lie in the matrix is 0, and changes no sum. */
  private void read(RawDoubles matrix, int row, int column, double[][] copy) {
    int rows = length(row);
    int columns = length(column);
    for (int i = 0; i < block; i++) {
      int inMatrix = i < rows ? columns : 0;
      if (inMatrix > 0) {
        matrix.read(index(row + i, column), copy[i], 0, inMatrix);
      }
      Arrays.fill(copy[i], inMatrix, block, 0);
    }
  }

  /** Returns how much of a block that begins there lies in the matrix. */
  private int length(int from) {
    return Math.min(block, size - from);
  }

  private long index(int row, int column) {
    return (long) row * size + column;
  }

  private int blocksInRow() {
    return (size + block - 1) / block;
  }
}
